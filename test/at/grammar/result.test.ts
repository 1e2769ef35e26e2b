import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ["OK", "AT", { kind: "result", result: "ok", text: "OK" }, "V.250"],
  ["CONNECT", "ATD*99#", { kind: "result", result: "connect", text: "CONNECT" }, "V.250"],
  ["CONNECT 150000000", "ATD*99#", { kind: "result", result: "connect", text: "CONNECT 150000000", rate: 150000000 }, "V.250"],
  ["CONNECT 9600/V32", undefined, { kind: "result", result: "connect", text: "CONNECT 9600/V32", rate: 9600 }, "V.250"],
  ["RING", undefined, { kind: "result", result: "ring", text: "RING" }, "V.250"],
  ["SEND OK", undefined, { kind: "result", result: "send-ok", text: "SEND OK" }, "SIM800"],
  ["ERROR", undefined, { kind: "error", scheme: "plain", text: "ERROR" }, "V.250"],
  ["NO CARRIER", undefined, { kind: "error", scheme: "call", text: "NO CARRIER" }, "V.250"],
  ["NO DIALTONE", undefined, { kind: "error", scheme: "call", text: "NO DIALTONE" }, "V.250"],
  ["NO DIAL TONE", undefined, { kind: "error", scheme: "call", text: "NO DIAL TONE" }, "old modems"],
  ["BUSY", undefined, { kind: "error", scheme: "call", text: "BUSY" }, "V.250"],
  ["NO ANSWER", undefined, { kind: "error", scheme: "call", text: "NO ANSWER" }, "V.250"],
  ["+CME ERROR: 10", "AT+CPIN?", { kind: "error", scheme: "cme", code: 10, text: "10", command: "+CME ERROR", unsolicited: false, name: "SIM not inserted" }, "27.007 9.2"],
  ["+CME ERROR:103", undefined, { kind: "error", scheme: "cme", code: 103, text: "103", command: "+CME ERROR", unsolicited: false, name: "Illegal MS" }, "no space"],
  ["+CME ERROR: SIM not inserted", "AT+CPIN?", { kind: "error", scheme: "cme", code: 10, text: "SIM not inserted", command: "+CME ERROR", unsolicited: false, name: "SIM not inserted" }, "AT+CMEE=2"],
  ["+CME ERROR: SIM PIN required", undefined, { kind: "error", scheme: "cme", code: 11, text: "SIM PIN required", command: "+CME ERROR", unsolicited: false, name: "SIM PIN required" }, "AT+CMEE=2"],
  ["+CME ERROR: timeout", undefined, { kind: "error", scheme: "cme", code: 31, text: "timeout", command: "+CME ERROR", unsolicited: false, name: "network timeout" }, "ModemManager: the word for 31"],
  ["+CME ERROR: raspberry", undefined, { kind: "error", scheme: "cme", text: "raspberry", command: "+CME ERROR", unsolicited: false }, "nobody's word"],
  ["+CME ERROR: 767", undefined, { kind: "error", scheme: "cme", code: 767, text: "767", command: "+CME ERROR", unsolicited: false }, "a number of Cinterion's own"],
  ["+CMS ERROR: 330", undefined, { kind: "error", scheme: "cms", code: 330, text: "330", command: "+CMS ERROR", unsolicited: false, name: "SMSC address unknown" }, "27.005 3.2.5"],
  ["+CMS ERROR: SMSC address unknown", undefined, { kind: "error", scheme: "cms", code: 330, text: "SMSC address unknown", command: "+CMS ERROR", unsolicited: false, name: "SMSC address unknown" }, "verbose"],
  ["+CME ERROR: -7", "AT+CFUN=1", { kind: "error", scheme: "cme", code: -7, text: "-7", command: "+CME ERROR", unsolicited: false }, "27.007 9.2, Samsung: below zero"],
  ["+CME ERROR: 1048577", "AT+CGACT=1,1", { kind: "error", scheme: "cme", code: 1048577, text: "1048577", command: "+CME ERROR", unsolicited: false }, "27.007 9.2: a maker's own, far above the standard's"],
  ["+CMS ERROR: +321", "AT+CMGR=9", { kind: "error", scheme: "cms", code: 321, text: "+321", command: "+CMS ERROR", unsolicited: false, name: "invalid memory index" }, "27.005 3.2.5, with a sign"],
  ["+EXT ERROR: 0", undefined, { kind: "error", scheme: "ext", code: 0, text: "0", command: "+EXT ERROR", unsolicited: false }, "oFono"],
  ["COMMAND NOT SUPPORT", undefined, { kind: "error", scheme: "dialect", text: "COMMAND NOT SUPPORT" }, "Huawei"],
  ["TOO MANY PARAMETERS", undefined, { kind: "error", scheme: "dialect", text: "TOO MANY PARAMETERS" }, "Huawei"],
  ["MODEM ERROR: 4", undefined, { kind: "error", scheme: "dialect", code: 4, text: "MODEM ERROR: 4" }, "Motorola"],
  ["NA", undefined, { kind: "error", scheme: "dialect", text: "NA" }, "Samsung Z810"],
  ["0", "ATV0", { kind: "result", result: "ok", text: "0" }, "V.250 6.2.6"],
  ["4", "ATE0V0", { kind: "error", scheme: "plain", text: "ERROR" }, "V.250 6.2.6"],
];

describeVectors("results and errors", VECTORS);
