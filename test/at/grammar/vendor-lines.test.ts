import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { LogicalLines } from "../../../src/at/logical-lines.ts";
import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ['+CSCS: "GSM"', "AT+CSCS?", { kind: "character-set", command: "+CSCS", unsolicited: false, chset: "GSM" }, "27.007 5.5"],
  ['+CSCS: "IRA"', undefined, { kind: "character-set", command: "+CSCS", unsolicited: false, chset: "IRA" }, "ModemManager's tests"],
  ["+CSCS: UCS2", "AT+CSCS?", { kind: "character-set", command: "+CSCS", unsolicited: false, chset: "UCS2" }, "without quotes"],
  ["+CNEC_EMM: 15", undefined, { kind: "network-error", command: "+CNEC_EMM", unsolicited: true, protocol: "EMM", errorCode: 15 }, "27.007 9.1B"],
  ["+CNEC_ESM: 50,0", "AT+CGACT=1,1", { kind: "network-error", command: "+CNEC_ESM", unsolicited: true, protocol: "ESM", errorCode: 50, cid: 0 }, "nRF9160 log"],
  ["+CNEC_5GMM: 7", undefined, { kind: "network-error", command: "+CNEC_5GMM", unsolicited: true, protocol: "5GMM", errorCode: 7 }, "27.007 9.1B"],
  ['+MENG: "servingcell",1,"LTE",1,262,03,1A2B3C4,88,1300,3,5,5,BFF,-95,-10,-65,12', 'AT+MENG="servingcell"', { kind: "signal", command: "+MENG", unsolicited: false, state: "1", sysmode: "LTE", isTdd: "1", mcc: "262", mnc: "03", cellid: "1A2B3C4", pcid: 88, earfcn: 1300, freqBandInd: 3, ulBandwidth: 5, dlBandwidth: 5, tac: "BFF", rsrp: -95, rsrq: -10, rssi: -65, srxlev: 12, rssiDbm: -65, rsrpDbm: -95, rsrqDb: -10 }, "MeiG SLM770A manual, wwand's tests"],
  ['+MENG: "servingcell","NOCONN","LTE",0,262,01,1C36403,246,1300,3,5,5,BFF,-93,-10.5,-61,21,15', 'AT+MENG="servingcell"', { kind: "signal", command: "+MENG", unsolicited: false, state: "NOCONN", sysmode: "LTE", isTdd: "0", mcc: "262", mnc: "01", cellid: "1C36403", pcid: 246, earfcn: 1300, freqBandInd: 3, ulBandwidth: 5, dlBandwidth: 5, tac: "BFF", rsrp: -93, rsrq: -10.5, rssi: -61, sinr: 21, srxlev: 15, rssiDbm: -61, rsrpDbm: -93, rsrqDb: -10.5 }, "MeiG SLM770A capture, wwand's tests"],
  ['+MENG: "neighbourcell intra","LTE",1300,155,-99,-13.5,-,-,8', 'AT+MENG="neighbourcell"', { kind: "neighbour-cell", command: "+MENG", unsolicited: false, relation: "intra", sysmode: "LTE", earfcn: 1300, pcid: 155, rsrp: -99, rsrq: -13.5, srxlev: 8 }, "MeiG SLM770A capture, wwand's tests"],
  ["+QSIMSTAT : 1,0", undefined, { kind: "sim-presence", command: "+QSIMSTAT", unsolicited: false, n: 1, status: 0, present: false }, "Quectel EC2x manual: a blank before the colon"],
  ['+CSCA: "",129', "AT+CSCA?", { kind: "sms-settings", command: "+CSCA", unsolicited: false, tosca: 129 }, "gammu's tests: no service centre"],
  ['+CSCB: 0,"",""', "AT+CSCB?", { kind: "sms-settings", command: "+CSCB", unsolicited: false, mode: 0, mids: "", dcss: "" }, "27.005 3.3.4: all of them"],
  ['+CSCB: 1,"0,1,5,320-478,922","0-3,5"', "AT+CSCB?", { kind: "sms-settings", command: "+CSCB", unsolicited: false, mode: 1, mids: "0,1,5,320-478,922", dcss: "0-3,5" }, "27.005 3.3.4"],
  ["+CSCB: 0", "AT+CSCB?", { kind: "sms-settings", command: "+CSCB", unsolicited: false, mode: 0 }, "cut short"],
  ["+ICCID: 89860319480191012013", "AT+CICCID", { kind: "iccid", command: "+ICCID", unsolicited: false, iccid: "89860319480191012013" }, "SIM7600 manual: answered under another name"],
  ["+ICCID: 89860319480191012013", "AT+CSQ", { kind: "iccid", command: "+ICCID", unsolicited: true, iccid: "89860319480191012013" }, "nobody asked for it"],
  ["^DHCP: 0XCCDB080A,0XF8FFFFFF,0XC9DB080A,0XC9DB080A,0XE67B59C0,0XE77B59C0,85600,85600", "AT^DHCP?", { kind: "bearer-addresses", command: "^DHCP", unsolicited: false, addresses: [{ address: "10.8.219.204", prefixLength: 29, gatewayAddress: "10.8.219.201", dnsAddresses: ["192.89.123.230", "192.89.123.231"] }] }, "ModemManager's tests"],
];

describeVectors("character sets, refusals of the network, and lines of MeiG and Quectel", VECTORS);

describe("what is none of these", () => {
  it.each(['+CSCS: ("GSM","UCS2")', "+CNEC_XMM: 1", "+CNEC_EMM: refused", "+CNEC_EMM: 1,2,3"])("%s", (line) => {
    expect(["character-set", "network-error"]).not.toContain(decode(line).kind);
  });
});

it("a message whose PDU stands in its header's line does not swallow the line that follows", () => {
  const heard: string[] = [];
  const lines = new LogicalLines((line) => heard.push(line));
  lines.feed("+CMGR: 1,,147 07914306073011F00405812261F700003130916191314095C2");
  lines.feed("+CREG: 2");
  lines.flush();
  expect(heard).toHaveLength(2);
});
