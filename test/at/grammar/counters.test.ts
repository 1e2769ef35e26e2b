import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ["+QGDCNT: 237505722,614994307", "AT+QGDCNT?", { kind: "counters", command: "+QGDCNT", unsolicited: false, bytesSent: "237505722", bytesRecv: "614994307", sentBytes: "237505722", receivedBytes: "614994307" }, "EM12 capture"],
  ["+QGDCNT: 0,0", undefined, { kind: "counters", command: "+QGDCNT", unsolicited: false, bytesSent: "0", bytesRecv: "0", sentBytes: "0", receivedBytes: "0" }, "just reset"],
  ["+QGDNRCNT: 62817184,45605113", "AT+QGDNRCNT?", { kind: "counters", command: "+QGDNRCNT", unsolicited: false, bytesSent: "62817184", bytesRecv: "45605113", sentBytes: "62817184", receivedBytes: "45605113" }, "RM50x capture"],
  ["+QGDCNT: 18446744073709551615,9007199254740993", undefined, { kind: "counters", command: "+QGDCNT", unsolicited: false, bytesSent: "18446744073709551615", bytesRecv: "9007199254740993", sentBytes: "18446744073709551615", receivedBytes: "9007199254740993" }, "64 bits, and 2^53 + 1"],
  ["+UGCNTRD: 1, 100, 0, 100, 0", "AT+UGCNTRD", { kind: "counters", command: "+UGCNTRD", unsolicited: false, cid: 1, sentSessBytes: "100", receivedSessBytes: "0", sentTotalBytes: "100", receivedTotalBytes: "0", sentBytes: "100", receivedBytes: "0" }, "ModemManager's tests"],
  ["+UGCNTRD: 31,2704,1819,2724,1839", "AT+UGCNTRD", { kind: "counters", command: "+UGCNTRD", unsolicited: false, cid: 31, sentSessBytes: "2704", receivedSessBytes: "1819", sentTotalBytes: "2724", receivedTotalBytes: "1839", sentBytes: "2724", receivedBytes: "1839" }, "ModemManager's tests"],
  ["+UGCNTRD: 2,1397316870,113728263578,1397316870,113728263578", "AT+UGCNTRD", { kind: "counters", command: "+UGCNTRD", unsolicited: false, cid: 2, sentSessBytes: "1397316870", receivedSessBytes: "113728263578", sentTotalBytes: "1397316870", receivedTotalBytes: "113728263578", sentBytes: "1397316870", receivedBytes: "113728263578" }, "ModemManager's tests: beyond 32 bits"],
  ["^DSFLOWQRY:00000E8E,0000000000333ACC,000000000A93E9AD,007B3514,000000007C0E5F69,00000007AD1AE9C6", "AT^DSFLOWQRY", { kind: "counters", command: "^DSFLOWQRY", unsolicited: false, lastDsTime: "00000E8E", lastTxFlow: "0000000000333ACC", lastRxFlow: "000000000A93E9AD", totalDsTime: "007B3514", totalTxFlow: "000000007C0E5F69", totalRxFlow: "00000007AD1AE9C6", durationS: 8074516, sentBytes: "2081316713", receivedBytes: "32968993222" }, "Huawei B681 capture"],
  ["#GDATAVOL: 2,729429,11,729418", "AT#GDATAVOL=2", { kind: "counters", command: "#GDATAVOL", unsolicited: false, cid: 2, tot: "729429", sent: "11", received: "729418", sentBytes: "11", receivedBytes: "729418" }, "Telit's guide"],
  ["^DSFLOWQRY: 100,0,0,592,645c,3c0f", "AT^DSFLOWQRY", { kind: "counters", command: "^DSFLOWQRY", unsolicited: false, lastDsTime: "100", lastTxFlow: "0", lastRxFlow: "0", totalDsTime: "592", totalTxFlow: "645c", totalRxFlow: "3c0f", durationS: 1426, sentBytes: "25692", receivedBytes: "15375" }, "MeiG SLM770A capture"],
  ["^DSFLOWQRY:001A,0D49,2BE3", "AT^DSFLOWQRY", { kind: "counters", command: "^DSFLOWQRY", unsolicited: false, lastDsTime: "001A", lastTxFlow: "0D49", lastRxFlow: "2BE3" }, "Huawei K5160 capture: the last session alone"],
  ["^DSFLOWRPT:00000F0C,00000000,000001A0,000000000001F4DA,00000000001E8480,0003E800,0003E800", undefined, { kind: "counters", command: "^DSFLOWRPT", unsolicited: true, currDsTime: "00000F0C", txRate: "00000000", rxRate: "000001A0", currTxFlow: "000000000001F4DA", currRxFlow: "00000000001E8480", qosTxRate: "0003E800", qosRxRate: "0003E800", durationS: 3852, sentBytes: "128218", receivedBytes: "2000000" }, "Huawei layout"],
  ["^DSFLOWRPT:00026F12,00000000,00000000", undefined, { kind: "counters", command: "^DSFLOWRPT", unsolicited: true, currDsTime: "00026F12", txRate: "00000000", rxRate: "00000000", durationS: 159506 }, "Huawei capture: no totals"],
];

describeVectors("bytes as the modem counts them", VECTORS);
