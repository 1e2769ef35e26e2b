import { expect, test } from "vitest";
import { isNetwork, readReach } from "../../src/base/network.ts";

test.each([
  ["203.0.113.0/24:443", { network: "203.0.113.0/24", ports: { first: 443, last: 443 } }],
  ["203.0.113.7", { network: "203.0.113.7", ports: { first: 0, last: 65_535 } }],
  ["0.0.0.0/0:53", { network: "0.0.0.0/0", ports: { first: 53, last: 53 } }],
  ["[2001:db8::/32]:8000-8010", { network: "2001:db8::/32", ports: { first: 8_000, last: 8_010 } }],
  ["[::1]", { network: "::1", ports: { first: 0, last: 65_535 } }],
])("%s is a network with its ports", (text, reach) => {
  expect(readReach(text)).toEqual(reach);
});

test.each([
  "pos.example.com:443",
  "203.0.113.7:0",
  "203.0.113.7:443-442",
  "203.0.113.7:65536",
  "203.0.113.256",
  "203.0.113.07",
  "203.0.113.7/24",
  "203.0.113.0/33",
  "2001:db8::1",
  "[203.0.113.7]:443",
  "[2001:db8::1/32]",
  "[1:2:3:4:5:6:7:8:9]",
  "[1::2::3]",
  "[1:2:3:4:5:6:7:8::]",
  "203.0.113.7:443; drop",
  "",
])("%j is none", (text) => {
  expect(readReach(text)).toBeUndefined();
});

test("an address with bits behind its length is no network, since nobody knows which was meant", () => {
  expect(["10.0.0.0/8", "192.168.8.128/25", "2001:db8::/33", "::/0", "10.1.2.3"].filter(isNetwork)).toHaveLength(5);
  expect(["10.1.0.0/8", "192.168.8.129/25", "2001:db8:4000::/33"].filter(isNetwork)).toEqual([]);
});
