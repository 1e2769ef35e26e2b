import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const found = (command: string, head: object, ...addresses: readonly object[]): object => ({
  kind: "bearer-addresses",
  command,
  unsolicited: false,
  ...head,
  addresses: addresses.map((address) => ({ dnsAddresses: [], ...address })),
});
const GLOBAL = { address: "2001::1:200:ff:fe00:0", prefixLength: 64 };
const LINK = { address: "fe80::200:ff:fe00:0", prefixLength: 64 };

/** The lines are those of the tests of ModemManager's plugins. */
const VECTORS: readonly Vector[] = [
  [
    '+UIPADDR: 1,"ccinet0","5.168.120.13","255.255.255.0","",""',
    "AT+UIPADDR=1",
    found("+UIPADDR", { cid: 1, ifName: "ccinet0" }, { address: "5.168.120.13", prefixLength: 24 }),
    "u-blox",
  ],
  [
    '+UIPADDR: 3,"ccinet2","5.10.100.2","255.255.255.0","2001::1:200:FF:FE00:0/64","FE80::200:FF:FE00:0/64"',
    undefined,
    found("+UIPADDR", { cid: 3, ifName: "ccinet2" }, { address: "5.10.100.2", prefixLength: 24 }, GLOBAL, LINK),
    "u-blox",
  ],
  [
    '*E2IPCFG: (1,"46.157.32.246")(2,"46.157.32.243")(3,"193.213.112.4")(3,"130.67.15.198")',
    "AT*E2IPCFG?",
    found(
      "*E2IPCFG",
      {},
      {
        address: "46.157.32.246",
        gatewayAddress: "46.157.32.243",
        dnsAddresses: ["193.213.112.4", "130.67.15.198"],
      },
    ),
    "Ericsson",
  ],
  [
    '*E2IPCFG: (1,"fe80:0000:0000:0000:0000:0027:b7fe:9401")(3,"fd00:976a:0000:0000:0000:0000:0000:0009")',
    undefined,
    found("*E2IPCFG", {}, { address: "fe80::27:b7fe:9401", dnsAddresses: ["fd00:976a::9"] }),
    "Ericsson",
  ],
  [
    "%IPDPADDR: 2, 21.93.217.11, 21.93.217.10, 10.177.0.34, 10.161.171.220, 0.0.0.0, 0.0.0.0",
    undefined,
    found(
      "%IPDPADDR",
      { cid: 2 },
      {
        address: "21.93.217.11",
        gatewayAddress: "21.93.217.10",
        dnsAddresses: ["10.177.0.34", "10.161.171.220"],
      },
    ),
    "Sierra USB305",
  ],
  [
    "%IPDPADDR: 5, 21.93.217.11, 0.0.0.0, 10.177.0.34, 10.161.171.220, 0.0.0.0, 0.0.0.0, 255.0.0.0, 255.255.255.0, 21.93.217.10,",
    undefined,
    found(
      "%IPDPADDR",
      { cid: 5 },
      {
        address: "21.93.217.11",
        prefixLength: 24,
        gatewayAddress: "21.93.217.10",
        dnsAddresses: ["10.177.0.34", "10.161.171.220"],
      },
    ),
    "ZTE K3805-Z: the second gateway",
  ],
  [
    "%IPDPADDR: 1, 46.157.76.179, 46.157.76.180, 193.213.112.4, 130.67.15.198, 0.0.0.0, 0.0.0.0, 255.0.0.0, 46.157.76.180, ::, ::, ::, ::, ::, ::, ::, ::",
    undefined,
    found(
      "%IPDPADDR",
      { cid: 1 },
      {
        address: "46.157.76.179",
        gatewayAddress: "46.157.76.180",
        dnsAddresses: ["193.213.112.4", "130.67.15.198"],
      },
    ),
    "Icera: a mask of a class, which no network gave",
  ],
  [
    "%IPDPADDR: 1, 0.0.0.0, 0.0.0.0, 193.213.112.4, 130.67.15.198, 0.0.0.0, 0.0.0.0, 0.0.0.0, 0.0.0.0, ::, ::, 2001:4600:4:fff::52, 2001:4600:4:1fff::52, ::, ::, ::, ::",
    undefined,
    found("%IPDPADDR", { cid: 1 }, { dnsAddresses: ["2001:4600:4:fff::52", "2001:4600:4:1fff::52"] }),
    "Icera: resolvers of IPv6 without an address",
  ],
  [
    "%IPDPADDR: 3, 0.0.0.0, 0.0.0.0, 0.0.0.0, 0.0.0.0, 0.0.0.0, 0.0.0.0, 0.0.0.0, 0.0.0.0, fe80::2e:437b:7901, ::, fd00:976a::9, ::, ::, ::, ::, ::",
    undefined,
    found("%IPDPADDR", { cid: 3 }, { address: "fe80::2e:437b:7901", dnsAddresses: ["fd00:976a::9"] }),
    "Nokia 21M: IPv6 only",
  ],
  [
    "^DHCP: a3ec5c64,f8ffffff,a1ec5c64,a1ec5c64,2200b10a,74bba80a,236800,236800",
    "AT^DHCP?",
    found(
      "^DHCP",
      {},
      {
        address: "100.92.236.163",
        prefixLength: 29,
        gatewayAddress: "100.92.236.161",
        dnsAddresses: ["10.177.0.34", "10.168.187.116"],
      },
    ),
    "Huawei",
  ],
  ["^DHCP: x", undefined, { kind: "unknown", raw: "^DHCP: x" }, "nothing said"],
];

describeVectors("addresses in the makers' own commands", VECTORS);
