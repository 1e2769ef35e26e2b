import { expect, test } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { callAddresses } from "../../src/modem/call-addresses.ts";

const found = (...lines: readonly string[]) =>
  callAddresses(
    1,
    lines.map((line) => decode(line, line.startsWith("+CGPADDR") ? "AT+CGPADDR=1" : "AT+CGCONTRDP=1")),
  );

test("the layout since release 9: address and mask in one field", () => {
  expect(found('+CGCONTRDP: 1,5,"cmiot","10.1.2.3.255.255.255.0","10.1.2.1","1.1.1.1","8.8.8.8"')).toEqual({
    addresses: [{ address: "10.1.2.3", prefixLength: 24, gateway: "10.1.2.1" }],
    resolvers: ["1.1.1.1", "8.8.8.8"],
    apn: "cmiot",
  });
});

test("the older layout, and no gateway: one host on a link of its own", () => {
  expect(found('+CGCONTRDP: 1,5,"a","10.1.2.3","","","1.1.1.1"')).toMatchObject({
    addresses: [{ address: "10.1.2.3", prefixLength: 32 }],
  });
});

test("an MTU that the network gives is taken, one that no link can have is not", () => {
  const line = (mtu: number): string =>
    `+CGCONTRDP: 1,5,"a","10.1.2.3.255.255.255.0","10.1.2.1","1.1.1.1","","","",0,0,${mtu}`;
  expect(found(line(1_430))?.mtu).toBe(1_430);
  expect(found(line(20))).not.toHaveProperty("mtu");
});

test("where +CGCONTRDP gives no address, +CGPADDR does; a link-local address alone is none", () => {
  expect(found('+CGPADDR: 1,"10.1.2.3"')).toMatchObject({ addresses: [{ address: "10.1.2.3", prefixLength: 32 }] });
  expect(found('+CGPADDR: 1,"254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1"')).toBeUndefined();
});

test("another context's lines are another context's", () => {
  expect(found('+CGPADDR: 2,"10.1.2.3"')).toBeUndefined();
});

const BOTH = {
  addresses: [
    { address: "10.45.0.10", prefixLength: 32 },
    { address: "2001:db8::9", prefixLength: 64, gateway: "fe80::1" },
  ],
  resolvers: ["8.8.8.8", "2001:db8::53"],
  apn: "a",
};

test("both families of a dual-stack context are the interface's, in one line or in two", () => {
  expect(
    found(
      '+CGCONTRDP: 1,0,"a","10.45.0.10","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.9", "254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1","8.8.8.8" "2001:db8::53"',
    ),
  ).toEqual(BOTH);
  expect(
    found(
      '+CGCONTRDP: 1,5,"a","10.45.0.10",,"8.8.8.8"',
      '+CGCONTRDP: 1,6,"a","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.9/64","fe80::1","2001:db8::53"',
    ),
  ).toEqual(BOTH);
});
