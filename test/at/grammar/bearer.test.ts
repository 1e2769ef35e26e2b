import fc from "fast-check";
import { expect, it } from "vitest";
import { addressText, canonicalAddress, octetsOf } from "../../../src/at/grammar/ip-address.ts";
import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const bearer = (cid: number, bearerId: number, apn: string, fields: object = {}): object => ({
  kind: "bearer",
  command: "+CGCONTRDP",
  unsolicited: false,
  cid,
  bearerId,
  apn,
  ...fields,
});
const TIM = "ibox.tim.it.mnc001.mcc222.gprs";
const READ = "AT+CGCONTRDP=4";
const local = {
  localAddr: "2.197.17.49",
  subnetMask: "255.255.255.255",
  localAddress: "2.197.17.49",
  prefixLength: 32,
};
const together = { localAddrAndSubnetMask: "2.197.17.49.255.255.255.255", ...local };
const gateway = { gwAddr: "2.197.17.49", gwAddress: "2.197.17.49" };
const dns1 = { dnsPrimAddr: "10.207.43.46", dnsPrimAddress: "10.207.43.46" };
const dns2 = { dnsSecAddr: "10.206.56.132", dnsSecAddress: "10.206.56.132" };
const noServers = { pCscfPrimAddr: "0.0.0.0", pCscfSecAddr: "0.0.0.0" };

/** A field of IPv6 in dotted decimals, and what it says. */
const both = (name: string, written: string, address: string): object => ({
  [`${name}Addr`]: written,
  [`${name}Address`]: address,
});
const DNS_9 = both("dnsPrim", "253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.9", "fd00:976a::9");
const DNS_10 = both("dnsSec", "253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.16", "fd00:976a::10");

const MODEM_MANAGER: readonly Vector[] = [
  [
    `+CGCONTRDP: 4,5,"${TIM}","2.197.17.49.255.255.255.255","2.197.17.49","10.207.43.46","10.206.56.132","0.0.0.0","0.0.0.0",0`,
    READ,
    bearer(4, 5, TIM, { ...together, ...gateway, ...dns1, ...dns2, ...noServers, imCnSignallingFlag: 0 }),
    "since 27.007 9.4",
  ],
  [
    `+CGCONTRDP: 4,5,"${TIM}","2.197.17.49.255.255.255.255"`,
    READ,
    bearer(4, 5, TIM, together),
    "since 27.007 9.4, cut short",
  ],
  [
    `+CGCONTRDP: 4,5,"${TIM}","2.197.17.49","255.255.255.255","2.197.17.49","10.207.43.46","10.206.56.132","0.0.0.0","0.0.0.0"`,
    READ,
    bearer(4, 5, TIM, { ...local, ...gateway, ...dns1, ...dns2, ...noServers }),
    "before 27.007 9.4",
  ],
  [
    `+CGCONTRDP: 4,5,"${TIM}","2.197.17.49","255.255.255.255","2.197.17.49"`,
    READ,
    bearer(4, 5, TIM, { ...local, ...gateway }),
    "before 27.007 9.4, cut short",
  ],
  [
    `+CGCONTRDP: 4,5,"${TIM}","2.197.17.49"`,
    READ,
    bearer(4, 5, TIM, { localAddr: "2.197.17.49", localAddress: "2.197.17.49" }),
    "no mask",
  ],
  [
    '+CGCONTRDP: 1,5,"internetipv6.mnc003.mcc260.gprs","254.128.0.0.0.0.0.0.0.0.0.37.88.136.248.1","","42.1.23.0.0.2.255.255.0.0.0.0.0.0.159.1","42.1.23.0.0.3.255.255.0.0.0.0.0.0.152.34","","",0,0',
    undefined,
    bearer(1, 5, "internetipv6.mnc003.mcc260.gprs", {
      ...both("local", "254.128.0.0.0.0.0.0.0.0.0.37.88.136.248.1", "fe80::25:5888:f801"),
      ...both("dnsPrim", "42.1.23.0.0.2.255.255.0.0.0.0.0.0.159.1", "2a01:1700:2:ffff::9f01"),
      ...both("dnsSec", "42.1.23.0.0.3.255.255.0.0.0.0.0.0.152.34", "2a01:1700:3:ffff::9822"),
      imCnSignallingFlag: 0,
      lipaIndication: 0,
    }),
    "IPv6 as dotted decimals",
  ],
  [
    '+CGCONTRDP: 2,6,"fast.t-mobile.com","38.7.251.144.154.37.192.120.172.57.189.17.176.171.138.245",,"253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.9","253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.16"',
    undefined,
    bearer(2, 6, "fast.t-mobile.com", {
      ...both(
        "local",
        "38.7.251.144.154.37.192.120.172.57.189.17.176.171.138.245",
        "2607:fb90:9a25:c078:ac39:bd11:b0ab:8af5",
      ),
      ...DNS_9,
      ...DNS_10,
    }),
    "Quectel EG915Q",
  ],
  [
    '+CGCONTRDP: 1,0,"fast.t-mobile.com","2607:FB90:B59A:02C1:0AD3:1B57:4FD4:21F4","FE80:0000:0000:0000:B46D:57FF:FE45:4545","fd00:976a::9","fd00:976a::10"',
    undefined,
    bearer(1, 0, "fast.t-mobile.com", {
      ...both("local", "2607:FB90:B59A:02C1:0AD3:1B57:4FD4:21F4", "2607:fb90:b59a:2c1:ad3:1b57:4fd4:21f4"),
      ...both("gw", "FE80:0000:0000:0000:B46D:57FF:FE45:4545", "fe80::b46d:57ff:fe45:4545"),
      ...both("dnsPrim", "fd00:976a::9", "fd00:976a::9"),
      ...both("dnsSec", "fd00:976a::10", "fd00:976a::10"),
    }),
    "colons",
  ],
  [
    '+CGCONTRDP: 2,6,"fast.t-mobile.com",,,"253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.9","253.0.151.106.0.0.0.0.0.0.0.0.0.0.0.16"',
    undefined,
    bearer(2, 6, "fast.t-mobile.com", { ...DNS_9, ...DNS_10 }),
    "no address",
  ],
  [`+CGCONTRDP: 4,5,"${TIM}"`, READ, bearer(4, 5, TIM), "only the name"],
  [
    '+CGCONTRDP: 4,5,""',
    READ,
    { kind: "bearer", command: "+CGCONTRDP", unsolicited: false, cid: 4, bearerId: 5 },
    "no name",
  ],
];

const OTHERS: readonly Vector[] = [
  [
    '+CGCONTRDP: 4,5,"internet","","","172.22.1.204","","","",0,0,2454,,,',
    undefined,
    bearer(4, 5, "internet", {
      ...both("dnsPrim", "172.22.1.204", "172.22.1.204"),
      imCnSignallingFlag: 0,
      lipaIndication: 0,
      ipv4Mtu: 2454,
    }),
    "MediaTek RIL test",
  ],
  [
    '+CGCONTRDP: 0,,"ibasis.iot.mnc040.mcc901.gprs","","","10.15.16.17","0.0.0.0",,,,,1464',
    undefined,
    {
      kind: "bearer",
      command: "+CGCONTRDP",
      unsolicited: false,
      cid: 0,
      apn: "ibasis.iot.mnc040.mcc901.gprs",
      ...both("dnsPrim", "10.15.16.17", "10.15.16.17"),
      dnsSecAddr: "0.0.0.0",
      ipv4Mtu: 1464,
    },
    "Nordic nRF9160",
  ],
  [
    "+CGCONTRDP: 1,5,internet,10.0.0.2.255.255.255.0,10.0.0.1,8.8.8.8,8.8.4.4",
    "AT+CGCONTRDP",
    bearer(1, 5, "internet", {
      localAddrAndSubnetMask: "10.0.0.2.255.255.255.0",
      localAddr: "10.0.0.2",
      subnetMask: "255.255.255.0",
      localAddress: "10.0.0.2",
      prefixLength: 24,
      ...both("gw", "10.0.0.1", "10.0.0.1"),
      ...both("dnsPrim", "8.8.8.8", "8.8.8.8"),
      ...both("dnsSec", "8.8.4.4", "8.8.4.4"),
    }),
    "bare",
  ],
  [
    '+CGCONTRDP: 1,5,"a","10.0.0.2","10.0.0.1","8.8.8.8"',
    undefined,
    bearer(1, 5, "a", {
      ...both("local", "10.0.0.2", "10.0.0.2"),
      ...both("gw", "10.0.0.1", "10.0.0.1"),
      ...both("dnsPrim", "8.8.8.8", "8.8.8.8"),
    }),
    "no mask at all: a gateway is not one",
  ],
  [
    '+CGCONTRDP: 1,5,"a","2001:DB8::2 FFFF:FFFF:FFFF:FFFF::","fe80::"',
    undefined,
    bearer(1, 5, "a", {
      localAddrAndSubnetMask: "2001:DB8::2 FFFF:FFFF:FFFF:FFFF::",
      localAddr: "2001:DB8::2",
      subnetMask: "FFFF:FFFF:FFFF:FFFF::",
      localAddress: "2001:db8::2",
      prefixLength: 64,
      ...both("gw", "fe80::", "fe80::"),
    }),
    "+CGPIAF=1,0",
  ],
  [
    '+CGCONTRDP: 1,5,"a","2001:db8::2/64"',
    undefined,
    bearer(1, 5, "a", {
      localAddrAndSubnetMask: "2001:db8::2/64",
      localAddr: "2001:db8::2",
      localAddress: "2001:db8::2",
      prefixLength: 64,
    }),
    "+CGPIAF=1,1",
  ],
  [
    '+CGCONTRDP: 1,5,"a","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.2.255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0"',
    undefined,
    bearer(1, 5, "a", {
      localAddrAndSubnetMask: "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.2.255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0",
      localAddr: "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.2",
      subnetMask: "255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0",
      localAddress: "2001:db8::2",
      prefixLength: 64,
    }),
    "27.007 10.1.23: 32 numbers",
  ],
  [
    '+CGCONTRDP: 1,5,"a",,,,,,,1,0,1500,3,1,1400,100,1,1,5,9,1,"01",1,30,1,1500,1500,"IPV4V6",1,2,1',
    undefined,
    bearer(1, 5, "a", {
      imCnSignallingFlag: 1,
      lipaIndication: 0,
      ipv4Mtu: 1500,
      wlanOffload: 3,
      localAddrInd: 1,
      nonIpMtu: 1400,
      servingPlmnRateControlValue: 100,
      reliableDataService: 1,
      psDataOffSupport: 1,
      pduSessionId: 5,
      qfi: 9,
      sscMode: 1,
      sNssai: "01",
      accessType: 1,
      rqTimer: 30,
      alwaysOnInd: 1,
      ethernetMtu: 1500,
      unstructuredLinkMtu: 1500,
      pdpType: "IPV4V6",
      edcPolicyInd: 1,
      rsn: 2,
      ecsConfInfoInd: 1,
    }),
    "27.007 10.1.23, every field of Release 18",
  ],
  [
    '+CGCONTRDP: 1,5,"iot.example","10.20.30.40.255.255.255.252" "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.9.255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0","10.20.30.41" "254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1","192.0.2.53"',
    "AT+CGCONTRDP=1",
    {
      kind: "bearer",
      command: "+CGCONTRDP",
      unsolicited: false,
      cid: 1,
      bearerId: 5,
      apn: "iot.example",
      localAddrAndSubnetMask:
        "10.20.30.40.255.255.255.252 32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.9.255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0",
      localAddr: "10.20.30.40",
      subnetMask: "255.255.255.252",
      localAddress: "10.20.30.40",
      prefixLength: 30,
      gwAddr: "10.20.30.41 254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1",
      gwAddress: "10.20.30.41",
      dnsPrimAddr: "192.0.2.53",
      dnsPrimAddress: "192.0.2.53",
      second: {
        localAddr: "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.9",
        subnetMask: "255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0",
        localAddress: "2001:db8::9",
        prefixLength: 64,
        gwAddress: "fe80::1",
      },
    },
    "27.007 10.1.23, Telit LE910C1: both families in one parameter",
  ],
  [
    "+CGCONTRDP: (1,5)",
    "AT+CGCONTRDP=?",
    { kind: "range", command: "+CGCONTRDP", unsolicited: false, ranges: [[1, 5]] },
    "27.007 10.1.23",
  ],
];

describeVectors("+CGCONTRDP as ModemManager has it", MODEM_MANAGER);
describeVectors("+CGCONTRDP of others", OTHERS);

it.each([
  ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["0:0:0:0:0:0:0:1", "::1"],
  ["::ffff:10.0.0.1", "::ffff:a00:1"],
  ["1::", "1::"],
  ["010.001.002.003", "10.1.2.3"],
])("%s is %s", (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical);
});

it.each(["0.0.0.0", "::", "1.2.3", "1.2.3.256", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", ":1", "a.b.c.d", ""])(
  "%j is no address",
  (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  },
);

it("what an address's octets are written as is read as the same octets", () => {
  const sixteen = fc.array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(sixteen, (address) => {
      expect(octetsOf(addressText(address))).toEqual(address);
      expect(octetsOf(address.join("."))).toEqual(address);
    }),
  );
});
