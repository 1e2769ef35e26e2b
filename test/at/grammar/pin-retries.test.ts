import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ["+CPINR: SIM PIN,3,3", "AT+CPINR", { kind: "pin-retries", command: "+CPINR", unsolicited: false, retries: 3, defaultRetries: 3, code: "SIM PIN", pinRetries: 3 }, "27.007 8.65"],
  ['+CPINR: "SIM PUK",10,10', "AT+CPINR", { kind: "pin-retries", command: "+CPINR", unsolicited: false, retries: 10, defaultRetries: 10, code: "SIM PUK", pukRetries: 10 }, "27.007 8.65, quoted"],
  ["+CPINR: SIM PIN2,3", "AT+CPINR", { kind: "pin-retries", command: "+CPINR", unsolicited: false, retries: 3, code: "SIM PIN2", pin2Retries: 3 }, "27.007 8.65, no default"],
  ["+CPINR: PH-NET PIN,0,10", "AT+CPINR", { kind: "pin-retries", command: "+CPINR", unsolicited: false, retries: 0, defaultRetries: 10, code: "PH-NET PIN" }, "27.007 8.65"],
  ["+CPINR: 2", "AT+CPINR", { kind: "pin-retries", command: "+CPINR", unsolicited: false, retries: 2 }, "27.007 8.65, the code left out"],
  ["+CPINRE: SIM PIN,3,3", "AT+CPINR", { kind: "pin-retries", command: "+CPINRE", unsolicited: false, retries: 3, defaultRetries: 3, code: "SIM PIN", pinRetries: 3 }, "oFono reads both"],
  ['+QPINC: "SC",3,10', "AT+QPINC?", { kind: "pin-retries", command: "+QPINC", unsolicited: false, pincounter: 3, pukcounter: 10, facility: "SC", pinRetries: 3, pukRetries: 10 }, "Quectel"],
  ['+QPINC: "P2",2,9', "AT+QPINC?", { kind: "pin-retries", command: "+QPINC", unsolicited: false, pincounter: 2, pukcounter: 9, facility: "P2", pin2Retries: 2, puk2Retries: 9 }, "Quectel"],
  ["+SPIC: 3,10,3,10", "AT+SPIC", { kind: "pin-retries", command: "+SPIC", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10 }, "SIMCom, as oFono reads it"],
  ["+UPINCNT: 3,3,10,10", "AT+UPINCNT", { kind: "pin-retries", command: "+UPINCNT", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10 }, "ModemManager's tests"],
  ["+UPINCNT: 0,3,5,5", "AT+UPINCNT", { kind: "pin-retries", command: "+UPINCNT", unsolicited: false, pinRetries: 0, pukRetries: 5, pin2Retries: 3, puk2Retries: 5 }, "ModemManager's tests"],
  ["+UPINCNT: 0,0,0,0", "AT+UPINCNT", { kind: "pin-retries", command: "+UPINCNT", unsolicited: false, pinRetries: 0, pukRetries: 0, pin2Retries: 0, puk2Retries: 0 }, "ModemManager's tests"],
  ["+XPINCNT: 3, 3, 10, 10", "AT+XPINCNT", { kind: "pin-retries", command: "+XPINCNT", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10 }, "Intel, as oFono reads it"],
  ["+QTRPIN: 3,3,10,10", "AT+QTRPIN", { kind: "pin-retries", command: "+QTRPIN", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10 }, "Quectel serial, as oFono reads it"],
  ["%PINNUM: 3, 10, 3, 10", "AT%PINNUM?", { kind: "pin-retries", command: "%PINNUM", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10 }, "Icera"],
  ["*EPIN: 3,10,3,10", "AT*EPIN?", { kind: "pin-retries", command: "*EPIN", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10 }, "Ericsson"],
  ["_OERCN: 3, 10", "AT_OERCN?", { kind: "pin-retries", command: "_OERCN", unsolicited: false, pinRetries: 3, pukRetries: 10 }, "Option"],
  ["+ZPINPUK: 3,10", "AT+ZPINPUK=?", { kind: "pin-retries", command: "+ZPINPUK", unsolicited: false, pinRetries: 3, pukRetries: 10 }, "ZTE"],
  ["#PCT: 2", "AT#PCT", { kind: "pin-retries", command: "#PCT", unsolicited: false, retries: 2 }, "Telit"],
  ["^SPIC: 3", "AT^SPIC", { kind: "pin-retries", command: "^SPIC", unsolicited: false, retries: 3 }, "Cinterion"],
  ["^CPIN: READY,,10,3,10,3", "AT^CPIN?", { kind: "pin-retries", command: "^CPIN", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10, code: "READY" }, "Huawei"],
  ["^CPIN: SIM PIN,2,10,2,10,3", "AT^CPIN?", { kind: "pin-retries", command: "^CPIN", unsolicited: false, pinRetries: 2, pukRetries: 10, pin2Retries: 3, puk2Retries: 10, times: 2, code: "SIM PIN" }, "Huawei"],
  ["PIN1=3; PUK1=10; PIN2=3; PUK2=10", "AT+CPNNUM", { kind: "pin-retries", command: "+CPNNUM", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 3, puk2Retries: 10 }, "Longcheer, ModemManager"],
  ['+CSIM:8,"000063C1"', 'AT+CSIM=10,"0020000100"', { kind: "pin-retries", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 193, length: 8, response: "000063C1", retries: 1 }, "ModemManager's tests"],
  ['+CSIM:8,"000063CA"', 'AT+CSIM=10,"0020000100"', { kind: "pin-retries", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 202, length: 8, response: "000063CA", retries: 10 }, "ModemManager's tests"],
  ['+CSIM:8,"000063CF"', 'AT+CSIM=10,"0020000100"', { kind: "pin-retries", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 207, length: 8, response: "000063CF", retries: 15 }, "ModemManager's tests"],
  ['+CSIM:8, "000063C1"', undefined, { kind: "pin-retries", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 193, length: 8, response: "000063C1", retries: 1 }, "ModemManager's tests"],
  ['+CSIM:  8, "000063C1"', undefined, { kind: "pin-retries", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 193, length: 8, response: "000063C1", retries: 1 }, "ModemManager's tests"],
  ['+CSIM: 10, "63CF"', undefined, { kind: "pin-retries", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 207, length: 10, response: "63CF", retries: 15 }, "ModemManager's tests: the length is not checked"],
  ["%CPININFO: 3, 10, 2, 9", "AT%CPININFO", { kind: "pin-retries", command: "%CPININFO", unsolicited: false, pinRetries: 3, pukRetries: 10, pin2Retries: 2, puk2Retries: 9 }, "ModemManager's Altair plugin"],
];

describeVectors("tries that are left", VECTORS);
