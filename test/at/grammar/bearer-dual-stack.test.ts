import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const bearer = (cid: number, bearerId: number, apn: string, fields: object): object => ({
  kind: "bearer",
  command: "+CGCONTRDP",
  unsolicited: false,
  cid,
  bearerId,
  apn,
  ...fields,
});
const NET = "36.14.4.64.225.22.14.96.24.208.58.78.32.17.224.84";
const LINK = "254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1";
const [DNS1, DNS2] = ["36.14.0.76.64.8.0.0.0.0.0.0.0.0.0.1", "36.14.0.76.72.8.0.0.0.0.0.0.0.0.0.1"];

/** Dual stack in one line: which of two addresses is whose is told by their families. */
const DUAL: readonly Vector[] = [
  [
    `+CGCONTRDP: 1,0,"ctnet","100.104.47.236","${NET}", "${LINK}","222.222.222.222" "${DNS1}","222.222.202.202" "${DNS2}"`,
    "AT+CGCONTRDP",
    bearer(1, 0, "ctnet", {
      localAddr: "100.104.47.236",
      localAddress: "100.104.47.236",
      gwAddr: LINK,
      dnsPrimAddr: `222.222.222.222 ${DNS1}`,
      dnsPrimAddress: "222.222.222.222",
      dnsSecAddr: `222.222.202.202 ${DNS2}`,
      dnsSecAddress: "222.222.202.202",
      second: {
        localAddr: NET,
        localAddress: "240e:440:e116:e60:18d0:3a4e:2011:e054",
        gwAddress: "fe80::1",
        dnsPrimAddress: "240e:4c:4008::1",
        dnsSecAddress: "240e:4c:4808::1",
      },
    }),
    "Quectel RM520N, China Telecom: the gateway is IPv6's only",
  ],
  [
    `+CGCONTRDP: 1,0,internet,10.45.0.10,${NET}, ${LINK},8.8.8.8 ${DNS1},8.8.4.4`,
    "AT+CGCONTRDP",
    bearer(1, 0, "internet", {
      localAddr: "10.45.0.10",
      localAddress: "10.45.0.10",
      gwAddr: LINK,
      dnsPrimAddr: `8.8.8.8 ${DNS1}`,
      dnsPrimAddress: "8.8.8.8",
      dnsSecAddr: "8.8.4.4",
      dnsSecAddress: "8.8.4.4",
      second: {
        localAddr: NET,
        localAddress: "240e:440:e116:e60:18d0:3a4e:2011:e054",
        gwAddress: "fe80::1",
        dnsPrimAddress: "240e:4c:4008::1",
      },
    }),
    "Quectel RG50xQ: no quotes at all",
  ],
  [
    '+CGCONTRDP: 1,5,"a","10.0.0.2" "2001:db8::2","255.255.255.0" "ffff:ffff:ffff:ffff::","10.0.0.1" "fe80::1"',
    "AT+CGCONTRDP=1",
    bearer(1, 5, "a", {
      localAddrAndSubnetMask: "10.0.0.2 2001:db8::2",
      localAddr: "10.0.0.2",
      subnetMask: "255.255.255.0",
      localAddress: "10.0.0.2",
      prefixLength: 24,
      gwAddr: "10.0.0.1 fe80::1",
      gwAddress: "10.0.0.1",
      second: {
        localAddr: "2001:db8::2",
        subnetMask: "ffff:ffff:ffff:ffff::",
        localAddress: "2001:db8::2",
        prefixLength: 64,
        gwAddress: "fe80::1",
      },
    }),
    "the masks in a parameter of their own, as before 9.4",
  ],
  [
    '+CGCONTRDP: 1,5,"a","10.0.0.2 255.255.255.0 2001:db8::2/64","10.0.0.1"',
    "AT+CGCONTRDP=1",
    bearer(1, 5, "a", {
      localAddrAndSubnetMask: "10.0.0.2 255.255.255.0 2001:db8::2/64",
      localAddr: "10.0.0.2",
      subnetMask: "255.255.255.0",
      localAddress: "10.0.0.2",
      prefixLength: 24,
      gwAddr: "10.0.0.1",
      gwAddress: "10.0.0.1",
      second: { localAddr: "2001:db8::2", localAddress: "2001:db8::2", prefixLength: 64 },
    }),
    "27.007 8.62, +CGPIAF=1,1: a mask behind a space and a prefix behind a stroke",
  ],
  [
    '+CGCONTRDP: 4,5,"ims","2001:db8::10","::","2001:db8::1","::","::","2001:db8::5","::"',
    "AT+CGCONTRDP=4",
    bearer(4, 5, "ims", {
      localAddr: "2001:db8::10",
      localAddress: "2001:db8::10",
      gwAddr: "::",
      dnsPrimAddr: "2001:db8::1",
      dnsPrimAddress: "2001:db8::1",
      dnsSecAddr: "::",
      pCscfPrimAddr: "::",
      pCscfSecAddr: "2001:db8::5",
      pCscfSecAddress: "2001:db8::5",
    }),
    "zeros stand for none, and are no mask",
  ],
  [
    '+CGCONTRDP: 1,5,"iot","/10.0.0.2","10.0.0.1"',
    "AT+CGCONTRDP=1",
    bearer(1, 5, "iot", { localAddr: "/10.0.0.2", gwAddr: "10.0.0.1", gwAddress: "10.0.0.1" }),
    "a damaged line: a stroke without an address before it is no prefix",
  ],
];

describeVectors("+CGCONTRDP of both families in one line", DUAL);
