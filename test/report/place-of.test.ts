import { expect, it } from "vitest";
import { placeOf, plmnOf } from "../../src/report/place-of.ts";

it.each([
  ["eps", { tac: "1A2B", ci: "01A2B3C4" }],
  ["eps", { tac: "0x1A2B", ci: "0x01A2B3C4" }],
  ["5gs", { tac: "001A2B", ci: "0123456789" }],
  ["eps", { tac: "00001A2B", ci: "0000000001A2B3C4" }],
] as const)("area and cell of %s within the standard's lengths are told as written: %j", (domain, place) => {
  expect(placeOf(domain, place)).toEqual(place);
});

it("a location area code is told as the area", () => {
  expect(placeOf("cs", { lac: "A1", ci: "B2" })).toEqual({ tac: "A1", ci: "B2" });
});

it.each([
  ["eps", { tac: "460041234567890", ci: "867698041234563" }],
  ["cs", { lac: "13800138000", ci: "13800138000" }],
  ["5gs", { tac: "13800138", ci: "13800138000" }],
  ["eps", { tac: "hunter2", ci: "password" }],
] as const)("what cannot be a code of %s is left out: %j", (domain, place) => {
  expect(placeOf(domain, place)).toEqual({});
});

it("an operator's number is five or six digits or none", () => {
  expect(["46000", "310410", "460041234567890", "4600"].map(plmnOf)).toEqual(["46000", "310410", undefined, undefined]);
});
