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
