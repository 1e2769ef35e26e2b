import { expect, test } from "vitest";
import { attachesWith } from "../../src/modem/call-apn.ts";

test.each([
  ["the first context on LTE", 1, { domain: "eps", act: 7 }, false, true],
  ["the first context on LTE, where the modem does not tell the technology", 1, { domain: "eps" }, undefined, true],
  ["the first context in 5G", 1, { domain: "5gs", act: 11 }, false, true],
  ["the first context on NB-IoT, reported by +CGREG", 1, { domain: "ps", act: 9 }, false, true],
  ["the first context on GSM, reported by +CEREG", 1, { domain: "eps", act: 0 }, false, false],
  ["the first context on EC-GSM-IoT", 1, { domain: "ps", act: 8 }, false, false],
  ["the first context of a packet domain without a technology", 1, { domain: "ps" }, false, false],
  ["the second context on LTE, down", 2, { domain: "eps", act: 7 }, false, false],
  ["the second context, up before anyone dialled", 2, { domain: "eps", act: 7 }, true, true],
] as const)("attached with, or not: %s", (_, cid, seen, active, attaches) => {
  expect(attachesWith(cid, seen, active)).toBe(attaches);
});
