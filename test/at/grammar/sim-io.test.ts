import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ['+CSIM: 4, "6300"', 'AT+CSIM=10,"0020000100"', { kind: "sim-io", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 0, length: 4, response: "6300" }, "ModemManager's tests"],
  ['+CSIM: 4, "6983"', undefined, { kind: "sim-io", command: "+CSIM", unsolicited: false, sw1: 105, sw2: 131, length: 4, response: "6983" }, "ModemManager's tests: blocked"],
  ['+CSIM: 4, "6A88"', undefined, { kind: "sim-io", command: "+CSIM", unsolicited: false, sw1: 106, sw2: 136, length: 4, response: "6A88" }, "ModemManager's tests"],
  ['+CSIM: 4, "63BF"', undefined, { kind: "sim-io", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 191, length: 4, response: "63BF" }, "ModemManager's tests: no count"],
  ['+CSIM: 4, "63D0"', undefined, { kind: "sim-io", command: "+CSIM", unsolicited: false, sw1: 99, sw2: 208, length: 4, response: "63D0" }, "ModemManager's tests: no count"],
  ["+CSIM: 4,9000", undefined, { kind: "sim-io", command: "+CSIM", unsolicited: false, sw1: 144, sw2: 0, length: 4, response: "9000" }, "without quotes"],
  ["+CRSM: 144, 0, 0054485552415941FFFFFFFFFFFFFFFFFF", "AT+CRSM=176,28486,0,0,17", { kind: "sim-io", command: "+CRSM", unsolicited: false, sw1: 144, sw2: 0, response: "0054485552415941FFFFFFFFFFFFFFFFFF" }, "ModemManager's tests"],
  ['+CRSM: 144, 0,"0054485552415941FFFFFFFFFFFFFFFFFF"', undefined, { kind: "sim-io", command: "+CRSM", unsolicited: false, sw1: 144, sw2: 0, response: "0054485552415941FFFFFFFFFFFFFFFFFF" }, "ModemManager's tests"],
  ["+CRSM: 106,134", "AT+CRSM=176,12258,0,0,10", { kind: "sim-io", command: "+CRSM", unsolicited: false, sw1: 106, sw2: 134 }, "Gobi's first answer"],
  ['+CRSM: 144,0,""', undefined, { kind: "sim-io", command: "+CRSM", unsolicited: false, sw1: 144, sw2: 0 }, "nothing read"],
  ['+CRSM: 144,0,"98684021436587092143"', "AT+CRSM=176,28589,0,0,10", { kind: "sim-io", command: "+CRSM", unsolicited: false, sw1: 144, sw2: 0, response: "98684021436587092143" }, "another file that looks like a number"],
  ['+CRSM: 144,0,"98684021436587092143"', "AT+CRSM=176,12258,0,0,10", { kind: "iccid", command: "+CRSM", unsolicited: false, iccid: "89860412345678901234", sw1: 144, sw2: 0, response: "98684021436587092143" }, "31.102, EF ICCID"],
  ["+CRSM:144,0,984402003576012594F9", undefined, { kind: "iccid", command: "+CRSM", unsolicited: false, iccid: "8944200053671052499", sw1: 144, sw2: 0, response: "984402003576012594F9" }, "without quotes"],
  ['"984402003576012594F9"', undefined, { kind: "iccid", command: "", unsolicited: false, iccid: "8944200053671052499" }, "ModemManager's tests"],
  ["98231420326409614067", undefined, { kind: "iccid", command: "", unsolicited: false, iccid: "89324102234690160476" }, "ModemManager's tests"],
  ["8944200053671052499F", undefined, { kind: "iccid", command: "", unsolicited: false, iccid: "8944200053671052499" }, "ModemManager's tests"],
  ["+CCID: 89860412345678901234", "AT+CCID", { kind: "iccid", command: "+CCID", unsolicited: false, iccid: "89860412345678901234" }, "plain"],
  ['+CCID: "8944200053671052499f"', undefined, { kind: "iccid", command: "+CCID", unsolicited: false, iccid: "8944200053671052499" }, "lower case"],
  ["+ICCID: 8986041234567890123", undefined, { kind: "iccid", command: "+ICCID", unsolicited: false, iccid: "8986041234567890123" }, "19 digits"],
  ["^SCID: 89701012417725707318", "AT^SCID", { kind: "iccid", command: "^SCID", unsolicited: false, iccid: "89701012417725707318" }, "Cinterion log"],
  ["%XICCID: 89470060210108095010", "AT%XICCID", { kind: "iccid", command: "%XICCID", unsolicited: false, iccid: "89470060210108095010" }, "nRF9160 log"],
  ["%CCID: 89470060210108095010", "AT%CCID", { kind: "iccid", command: "%CCID", unsolicited: false, iccid: "89470060210108095010" }, "Zephyr's driver of the HL78xx: the name"],
  ["+ECICCID: 89861122244006676924", "AT+ECICCID", { kind: "iccid", command: "+ECICCID", unsolicited: false, iccid: "89861122244006676924" }, "EigenComm EC618 log"],
  ["+NCCID:898604A52121C0114673", "AT+NCCID", { kind: "iccid", command: "+NCCID", unsolicited: false, iccid: "898604A52121C0114673" }, "NB-IoT log: a letter inside, no blank"],
  ["+QCCID: 898602F2191970341882", "AT+QCCID", { kind: "iccid", command: "+QCCID", unsolicited: false, iccid: "898602F2191970341882" }, "China Mobile: a letter inside"],
  ['^ICCID: "98684021436587092143"', "AT^ICCID?", { kind: "iccid", command: "^ICCID", unsolicited: false, iccid: "89860412345678901234" }, "Huawei: not swapped back"],
  ["!ICCID: 89860412345678901234", "AT!ICCID?", { kind: "iccid", command: "!ICCID", unsolicited: false, iccid: "89860412345678901234" }, "Sierra"],
  ["#CCID: 89390100001234567890", "AT#CCID", { kind: "iccid", command: "#CCID", unsolicited: false, iccid: "89390100001234567890" }, "Telit"],
  ["ICCID:89860412345678901234", undefined, { kind: "iccid", command: "", unsolicited: false, iccid: "89860412345678901234" }, "Air7xx"],
];

describeVectors("what a card answers, and who it is", VECTORS);
