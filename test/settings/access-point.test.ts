import { expect, test } from "vitest";
import { apn } from "../../src/at/outgoing/apn.ts";
import { loadSettings } from "../../src/settings/load.ts";

const NAMES = [
  "cmiot",
  "CMNET.mnc000",
  "a-b.c_d",
  "_a",
  "a_",
  "-a",
  "a-",
  "a..b",
  ".a",
  "a.",
  "a b",
  'a"b',
  "a\rAT+CFUN=1,1",
  "ä",
  "x".repeat(63),
  "x".repeat(64),
  `${"x".repeat(49)}.${"y".repeat(49)}`,
  `${"x".repeat(49)}.${"y".repeat(50)}`,
  "1",
  "a-b-c.d",
];

test.each(NAMES)("the settings and the modem's own check agree about the access point %j", (name) => {
  const accepted = loadSettings({ flags: [`bearer.apn=${name}`] }).kind === "settings";
  expect(accepted).toBe(apn(name).ok);
});
