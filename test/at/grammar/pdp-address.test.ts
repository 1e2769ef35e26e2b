import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const address = (cid: number, addresses: readonly string[], pdpAddr1?: string, pdpAddr2?: string): object => ({
  kind: "pdp-address",
  command: "+CGPADDR",
  unsolicited: false,
  cid,
  ...(pdpAddr1 === undefined ? {} : { pdpAddr1 }),
  ...(pdpAddr2 === undefined ? {} : { pdpAddr2 }),
  addresses,
});

const VECTORS: readonly Vector[] = [
  ['+CGPADDR: 1,"10.0.0.2"', "AT+CGPADDR=1", address(1, ["10.0.0.2"], "10.0.0.2"), "27.007 10.1.14"],
  ["+CGPADDR: 1,10.0.0.2", undefined, address(1, ["10.0.0.2"], "10.0.0.2"), "bare"],
  [
    '+CGPADDR: 3,"10.20.30.40" "254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.9"',
    "AT+CGPADDR=3",
    address(3, ["10.20.30.40", "fe80::9"], "10.20.30.40 254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.9"),
    "27.007 10.1.14, Telit: both families in one parameter",
  ],
  ["+CGPADDR: 2", "AT+CGPADDR", address(2, []), "27.007 10.1.14: no address"],
  ['+CGPADDR: 2,""', "AT+CGPADDR", address(2, []), "empty"],
  ['+CGPADDR: 1,"0.0.0.0"', "AT+CGPADDR=1", address(1, [], "0.0.0.0"), "zeros are no address"],
  [
    "+CGPADDR: 1,10.174.245.251,2001:B400:E23D:9ADF:9059:ED92:B26E:9C1C",
    "AT+CGPADDR=1",
    address(
      1,
      ["10.174.245.251", "2001:b400:e23d:9adf:9059:ed92:b26e:9c1c"],
      "10.174.245.251",
      "2001:B400:E23D:9ADF:9059:ED92:B26E:9C1C",
    ),
    "FreeRTOS-Cellular-Interface, pull request 142",
  ],
  [
    '+CGPADDR: 3,"10.1.2.3","36.9.129.0.0.0.0.0.0.0.0.0.0.0.0.1"',
    "AT+CGPADDR=3",
    address(3, ["10.1.2.3", "2409:8100::1"], "10.1.2.3", "36.9.129.0.0.0.0.0.0.0.0.0.0.0.0.1"),
    "Fibocom FM350",
  ],
  [
    '+CGPADDR: 1,"254.128.0.0.0.0.0.0.0.0.0.37.88.136.248.1"',
    undefined,
    address(1, ["fe80::25:5888:f801"], "254.128.0.0.0.0.0.0.0.0.0.37.88.136.248.1"),
    "dotted IPv6 alone",
  ],
  [
    '+CGPADDR: 1,"10.0.0.2,2001:db8::2"',
    undefined,
    address(1, ["10.0.0.2", "2001:db8::2"], "10.0.0.2,2001:db8::2"),
    "both in one string",
  ],
  ['+CGPADDR: 1, "10.0.0.2"', undefined, address(1, ["10.0.0.2"], "10.0.0.2"), "space"],
  [
    "+CGPADDR: (1,2)",
    "AT+CGPADDR=?",
    { kind: "range", command: "+CGPADDR", unsolicited: false, ranges: [[1, 2]] },
    "27.007 10.1.14",
  ],
];

describeVectors("AT+CGPADDR", VECTORS);
