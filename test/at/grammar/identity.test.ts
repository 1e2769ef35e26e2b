import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ["354237065082227", "AT+CGSN", { kind: "identity", command: "+CGSN", unsolicited: false, field: "imei", value: "354237065082227" }, "ModemManager's tests"],
  ["356936001568843,NL2A62Z0N5", "AT+GSN", { kind: "identity", command: "+GSN", unsolicited: false, field: "imei", value: "356936001568843" }, "ModemManager's tests"],
  ["+CGSN: 490154203237518", "AT+CGSN", { kind: "identity", command: "+CGSN", unsolicited: false, field: "imei", value: "490154203237518" }, "with its prefix"],
  ['+CGSN: "490154203237518"', "AT+CGSN=1", { kind: "identity", command: "+CGSN", unsolicited: false, field: "imei", value: "490154203237518" }, "27.007 5.4"],
  ['+CGSN: "4901542032375101"', "AT+CGSN=2", { kind: "identity", command: "+CGSN", unsolicited: false, field: "imeisv", value: "4901542032375101" }, "27.007 5.4"],
  ['+CGSN: "01"', "AT+CGSN=3", { kind: "identity", command: "+CGSN", unsolicited: false, field: "svn", value: "01" }, "27.007 5.4"],
  ['+CGSN: "1234567890"', "AT+CGSN=0", { kind: "identity", command: "+CGSN", unsolicited: false, field: "serial", value: "1234567890" }, "27.007 5.4"],
  ["+GSN: 4901542032375101", "AT+GSN", { kind: "identity", command: "+GSN", unsolicited: false, field: "imeisv", value: "4901542032375101" }, "sixteen digits are an IMEISV"],
  ["0x6744775", "AT+GSN", { kind: "identity", command: "+GSN", unsolicited: false, field: "esn", value: "06744775" }, "ModemManager's tests: ESN"],
  ["0x80C98A1", "AT+GSN", { kind: "identity", command: "+GSN", unsolicited: false, field: "esn", value: "080C98A1" }, "ModemManager's tests: ESN"],
  ["6030C012", "AT+GSN", { kind: "identity", command: "+GSN", unsolicited: false, field: "esn", value: "6030C012" }, "ModemManager's tests: ESN"],
  ["0x00A1000013FB653A:0x80D9BBCA", "AT+GSN", { kind: "identity", command: "+GSN", unsolicited: false, field: "meid", value: "A1000013FB653A" }, "ModemManager's tests: MEID and ESN"],
  ["Quectel", "AT+CGMI", { kind: "identity", command: "+CGMI", unsolicited: false, field: "manufacturer", value: "Quectel" }, "27.007 5.1"],
  ['+CGMI: "u-blox"', "AT+CGMI", { kind: "identity", command: "+CGMI", unsolicited: false, field: "manufacturer", value: "u-blox" }, "quoted, with its prefix"],
  ["EC25", "AT+CGMM", { kind: "identity", command: "+CGMM", unsolicited: false, field: "model", value: "EC25" }, "27.007 5.2"],
  ['"SIMCOM_SIM7600E-H"', "AT+CGMM", { kind: "identity", command: "+CGMM", unsolicited: false, field: "model", value: "SIMCOM_SIM7600E-H" }, "quoted"],
  ["+CGMR: LE20B04SIM7600M22", "AT+CGMR", { kind: "identity", command: "+CGMR", unsolicited: false, field: "revision", value: "LE20B04SIM7600M22" }, "27.007 5.3"],
  ["EC25EFAR06A03M4G", "AT+GMR", { kind: "identity", command: "+GMR", unsolicited: false, field: "revision", value: "EC25EFAR06A03M4G" }, "V.250 6.1.6"],
  ["460001234567890", "AT+CIMI", { kind: "identity", command: "+CIMI", unsolicited: false, field: "imsi", value: "460001234567890" }, "27.007 5.6"],
  ["+CIMI: 460001234567890", "AT+CIMI", { kind: "identity", command: "+CIMI", unsolicited: false, field: "imsi", value: "460001234567890" }, "with its prefix"],
  ["Quectel", "ATI", { kind: "identity", unsolicited: false, field: "information", value: "Quectel" }, "V.250 6.1.3"],
  ["Revision: EC25EFAR06A03M4G", "ATI", { kind: "identity", unsolicited: false, field: "revision", value: "EC25EFAR06A03M4G" }, "Quectel"],
  ["Manufacturer: SIMCOM INCORPORATED", "ATI", { kind: "identity", unsolicited: false, field: "manufacturer", value: "SIMCOM INCORPORATED" }, "SIM7600"],
  ["IMEI: 867584030000000", "ATI", { kind: "identity", unsolicited: false, field: "imei", value: "867584030000000" }, "SIM7600"],
  ["IMEI SV: 12", "ATI", { kind: "identity", unsolicited: false, field: "svn", value: "12" }, "Sierra"],
  ["+GCAP: +CGSM,+DS,+ES", "ATI", { kind: "identity", command: "+GCAP", unsolicited: false, field: "capabilities", value: "+CGSM,+DS,+ES" }, "Huawei: another name than the one asked for"],
];

describeVectors("who the modem and the subscriber are", VECTORS);
