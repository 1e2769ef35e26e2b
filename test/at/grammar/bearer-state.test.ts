import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const answer = (command: string, ...bearers: readonly object[]): object => ({
  kind: "bearer-state",
  command,
  unsolicited: false,
  bearers,
});
const urc = (command: string, ...bearers: readonly object[]): object => ({
  ...answer(command, ...bearers),
  unsolicited: true,
});
const up = { state: 1, connected: true };
const down = { state: 0, connected: false };

const VECTORS: readonly Vector[] = [
  ["^NDISSTAT: 1,,,IPV4", undefined, urc("^NDISSTAT", { ...up, pdpType: "IPV4" }), "Huawei, ModemManager"],
  ["^NDISSTAT: 0,,,IPV6", "AT^NDISSTATQRY?", urc("^NDISSTAT", { ...down, pdpType: "IPV6" }), "Huawei"],
  [
    '^NDISSTAT:0,33,,"IPV4"',
    undefined,
    urc("^NDISSTAT", { ...down, errCode: 33, pdpType: "IPV4" }),
    "Huawei: the network's cause",
  ],
  ["^NDISSTATQRY: 1,,,IPV4", "AT^NDISSTATQRY?", answer("^NDISSTATQRY", { ...up, pdpType: "IPV4" }), "Huawei"],
  [
    '^NDISSTATQRY: 1,,,"IPV4",0,,,"IPV6"',
    "AT^NDISSTATQRY?",
    answer("^NDISSTATQRY", { ...up, pdpType: "IPV4" }, { ...down, pdpType: "IPV6" }),
    "Huawei: two families in one line",
  ],
  ["^NDISSTATQry:1", "AT^NDISSTATQRY?", answer("^NDISSTATQry", up), "Huawei, ModemManager: name in mixed case"],
  ["^SWWAN: 3,1", "AT^SWWAN?", answer("^SWWAN", { cid: 3, ...up }), "Cinterion, ModemManager"],
  ["^SWWAN: 3,0,1", "AT^SWWAN?", answer("^SWWAN", { cid: 3, ...down, wwanAdapter: 1 }), "Cinterion, ModemManager"],
  ["!SCACT: 1,1", "AT!SCACT?", answer("!SCACT", { cid: 1, ...up }), "Sierra, ModemManager"],
  ["_OWANCALL: 1, 0", undefined, urc("_OWANCALL", { cid: 1, ...down }), "Option, ModemManager"],
  ["%IPDPACT: 1,2,0", undefined, urc("%IPDPACT", { cid: 1, state: 2 }), "Icera, ModemManager: 2 is connecting"],
  ["*E2NAP: 1", undefined, urc("*E2NAP", up), "Ericsson, ModemManager"],
  ["#SGACT: 1,1", "AT#SGACT?", answer("#SGACT", { cid: 1, ...up }), "Telit"],
  ['+QIURC: "pdpdeact",1', undefined, urc("+QIURC", { cid: 1, connected: false }), "Quectel TCP/IP manual"],
  ['+QIURC: "recv",0', undefined, { kind: "unknown", raw: '+QIURC: "recv",0' }, "Quectel: about a socket"],
  [
    '+QIACT: 1,1,1,"10.7.157.1"',
    "AT+QIACT?",
    answer("+QIACT", { cid: 1, contextType: 1, ipAddr: "10.7.157.1", ipAddress: "10.7.157.1", ...up }),
    "Quectel TCP/IP manual",
  ],
  ["+UUPSDD: 0", undefined, urc("+UUPSDD", { cid: 0, connected: false }), "u-blox manual"],
  [
    '+UUPSDA: 0,"93.68.225.175"',
    undefined,
    urc("+UUPSDA", { result: 0, connected: true, ipAddr: "93.68.225.175", ipAddress: "93.68.225.175" }),
    "u-blox manual",
  ],
  ['+CNACT: 0,0,"0.0.0.0"', "AT+CNACT?", answer("+CNACT", { cid: 0, ipAddr: "0.0.0.0", ...down }), "SIMCom SIM7080"],
];

describeVectors("data calls of the makers", VECTORS);
