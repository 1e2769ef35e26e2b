import { expect, test } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { callAddresses } from "../../src/modem/call-addresses.ts";
import { ipv6Of, ipv6Text } from "../../src/simulator/ip-address-text.ts";
import { ModemTalk } from "../support/modem-talk.ts";

const V6 = "32.1.13.184.0.64.0.1.0.0.0.0.0.0.0.2";
const MASK_6 = "255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0";
const GATEWAY_6 = "254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1";
const dns6 = (last: number): string => `36.9.128.136.0.0.0.0.0.0.0.0.0.0.0.${last}`;
const LINE_4 = '+CGCONTRDP: 1,5,"cmiot","10.64.0.2.255.255.255.0","10.64.0.1","211.136.17.107","211.136.20.203"';
const LINE_6 = `+CGCONTRDP: 1,5,"cmiot","${V6}.${MASK_6}","${GATEWAY_6}","${dns6(10)}","${dns6(11)}"`;

function talk(type: string, options: ConstructorParameters<typeof ModemTalk>[0] = {}): ModemTalk {
  const made = new ModemTalk({ contexts: [{ cid: 1, apn: "cmiot", type }], ...options });
  made.at("ATE0+CMEE=1");
  return made;
}

test.each([
  ["IP", [LINE_4], '"10.64.0.2"'],
  ["IPV6", [LINE_6], `"${V6}"`],
  ["IPV4V6", [LINE_4, LINE_6], `"10.64.0.2","${V6}"`],
])(
  "a context of type %s tells the addresses of its families, IPv4 first (27.007 10.1.14, 10.1.23)",
  (type, lines, addresses) => {
    const modem = talk(type);
    expect(modem.at("AT+CGCONTRDP=1")).toEqual([...lines, "OK"]);
    expect(modem.at("AT+CGPADDR=1")).toEqual([`+CGPADDR: 1,${addresses}`, "OK"]);
  },
);

test("a make from before release 9 writes the mask of either family in a field of its own", () => {
  const modem = talk("IPV4V6", { personality: { separateMask: true } });
  const [, six = ""] = modem.at("AT+CGCONTRDP=1");
  expect(six).toContain(`"cmiot","${V6}","${MASK_6}","${GATEWAY_6}"`);
});

test.each([
  ["AT+CGPIAF=1", "2001:DB8:40:1:0:0:0:2 FFFF:FFFF:FFFF:FFFF:0:0:0:0"],
  ["AT+CGPIAF=1,1", "2001:DB8:40:1:0:0:0:2/64"],
  ["AT+CGPIAF=1,1,1", "2001:0DB8:0040:0001:0000:0000:0000:0002/64"],
  ["AT+CGPIAF=1,0,0,1", "2001:DB8:40:1::2 FFFF:FFFF:FFFF:FFFF::"],
  ["AT+CGPIAF=1,1;+CGPIAF=0,1", `${V6}.${MASK_6}`],
])("%s writes an IPv6 address as %s", (command, written) => {
  const modem = talk("IPV6");
  expect(modem.at(command)).toEqual(["OK"]);
  expect(modem.at("AT+CGCONTRDP=1")[0]).toContain(`"cmiot","${written}",`);
});

test("+CGPIAF is read back, lists what it takes, and refuses everything else", () => {
  const modem = talk("IPV6");
  modem.at("AT+CGPIAF=1,,1");
  expect(modem.at("AT+CGPIAF?")).toEqual(["+CGPIAF: 1,0,1,0", "OK"]);
  expect(modem.at("AT+CGPIAF=?")).toEqual(["+CGPIAF: (0,1),(0,1),(0,1),(0,1)", "OK"]);
  for (const wrong of ["2", "1,2", "1,1,1,1,1", '"1"'])
    expect(modem.at(`AT+CGPIAF=${wrong}`)).toEqual(["+CME ERROR: 50"]);
});

test("an address of the test's own is the context's; without one +CGDCONT tells as many zeros as the type has octets", () => {
  const modem = talk("IPV6", { contexts: [{ cid: 1, apn: "a", type: "IPV6", address: "2001:db8::9" }] });
  expect(modem.at("AT+CGPIAF=1,1,0,1;+CGPADDR")).toEqual(['+CGPADDR: 1,"2001:DB8::9"', "OK"]);
  modem.at('AT+CGDCONT=2,"IPV4V6","b"');
  expect(modem.at("AT+CGDCONT?")[1]).toBe('+CGDCONT: 2,"IPV4V6","b","0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",0,0');
});

test.each(["", "1,0", "1,1", "1,1,1", "1,0,0,1", "1,1,0,1"])(
  "the agent reads both families of a dual-stack context, however they are written (+CGPIAF=%s)",
  (form) => {
    const modem = talk("IPV4V6");
    if (form !== "") modem.at(`AT+CGPIAF=${form}`);
    const told = modem.at("AT+CGCONTRDP=1").map((line) => decode(line, "AT+CGCONTRDP=1"));
    expect(callAddresses(1, told)).toEqual({
      addresses: [
        { address: "10.64.0.2", prefixLength: 24, gateway: "10.64.0.1" },
        { address: "2001:db8:40:1::2", prefixLength: 64, gateway: "fe80::1" },
      ],
      resolvers: ["211.136.17.107", "211.136.20.203", "2409:8088::a", "2409:8088::b"],
      apn: "cmiot",
    });
    const listed = modem.at("AT+CGPADDR=1").map((line) => decode(line, "AT+CGPADDR=1"));
    expect(callAddresses(1, listed)?.addresses.map(({ address }) => address)).toEqual([
      "10.64.0.2",
      "2001:db8:40:1::2",
    ]);
  },
);

test.each([
  ["::", "0:0:0:0:0:0:0:0"],
  ["::1", "0:0:0:0:0:0:0:1"],
  ["2001:db8::", "2001:DB8:0:0:0:0:0:0"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["1::2::3", undefined],
  ["1:2:3", undefined],
  ["1:2:3:4:5:6:7:8:9", undefined],
  ["1::x", undefined],
])("the IPv6 address %s", (text, full) => {
  const found = ipv6Of(text);
  const plain = { colons: true, stroke: false, leadingZeros: false, compressed: false };
  expect(found && ipv6Text(found, plain)).toBe(full);
});

test.each([
  ["ipv4", "0", [LINE_4], '"10.64.0.2"', "IPV6", 192],
  ["ipv6", "1", [LINE_6], `"${V6}"`, "IP", 193],
] as const)(
  "a network that gives %s alone gives it to IPV4V6 with reason %s, and refuses the other family (24.301 causes 50, 51)",
  (addresses, reason, lines, told, other, cme) => {
    const modem = talk("IPV4V6", { carrier: { addresses } });
    modem.at("AT+CGEREP=2,1");
    modem.at("AT+CGACT=0,1");
    expect(modem.at("AT+CGACT=1,1")).toContain(`+CGEV: ME PDN ACT 1,${reason}`);
    expect(modem.at("AT+CGCONTRDP=1")).toEqual([...lines, "OK"]);
    expect(modem.at("AT+CGPADDR=1")).toEqual([`+CGPADDR: 1,${told}`, "OK"]);
    modem.at(`AT+CGDCONT=2,"${other}","cmiot"`);
    expect(modem.at("AT+CGACT=1,2")).toEqual([`+CME ERROR: ${cme}`]);
  },
);
