import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import type { ClockMessage } from "../../src/at/message.ts";
import { readClock } from "../../src/modem/clock-reading.ts";
import { shippedFamily } from "../support/shipped-families.ts";

const said = (line: string, asked: string): ClockMessage => {
  const message = decode(line, asked);
  if (message.kind !== "clock") throw new TypeError(`${line} is no clock's`);
  return message;
};
const CCLK = "AT+CCLK?";
const iso = (text: string): number => Date.parse(text);

describe("a clock's answer with a zone behind it", () => {
  it("of SARA-R4, at 10:11:41 UTC, may mean either time: nothing is said for sure", () => {
    expect(readClock(said('+CCLK: "19/10/23,10:11:41+44"', CCLK), shippedFamily("u-blox"))).toEqual({
      kind: "unsettled",
      local: iso("2019-10-22T23:11:41Z"),
      utc: iso("2019-10-23T10:11:41Z"),
    });
  });

  it("of a modem of which no file says how it is meant, is not settled", () => {
    expect(readClock(said('+CCLK: "26/11/22,17:03:05+32"', CCLK), undefined)).toMatchObject({ kind: "unsettled" });
    expect(readClock(said('+CCLK: "26/11/22,17:03:05+32"', CCLK), undefined, "local")).toEqual({
      kind: "settled",
      instant: iso("2026-11-22T09:03:05Z"),
    });
  });

  it.each(["quectel", "quectel-5g"])("of %s, asked in its own words, is UTC", (name) => {
    const { clock } = shippedFamily(name).read;
    expect(clock?.ask).toBe("AT+QLTS=1");
    expect(readClock(said('+QLTS: "2026/11/22,09:03:05+32,0"', "AT+QLTS=1"), shippedFamily(name))).toEqual({
      kind: "settled",
      instant: iso("2026-11-22T09:03:05Z"),
    });
  });

  it.each(["quectel", "quectel-5g"])(
    "of %s, asked in the standard's words, depends on a setting that is not known",
    (name) => {
      expect(readClock(said('+CCLK: "26/11/22,09:03:05+32"', CCLK), shippedFamily(name))).toMatchObject({
        kind: "unsettled",
      });
    },
  );

  it("of zero, or without a zone, is UTC", () => {
    const settled = { kind: "settled", instant: iso("2026-11-22T09:03:05Z") };
    expect(readClock(said('+CCLK: "26/11/22,09:03:05+00"', CCLK), undefined)).toEqual(settled);
    expect(readClock(said('+CCLK: "26/11/22,09:03:05"', CCLK), undefined)).toEqual(settled);
  });
});
