import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import type { ClockMessage } from "../../src/at/message.ts";
import { readClock } from "../../src/modem/clock-reading.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import type { ModemProfile } from "../../src/modem/profile.ts";
import { shippedFamily } from "../support/shipped-families.ts";

const said = (line: string, asked: string): ClockMessage => {
  const message = decode(line, asked);
  if (message.kind !== "clock") throw new TypeError(`${line} is no clock's`);
  return message;
};
const CCLK = "AT+CCLK?";
const iso = (text: string): number => Date.parse(text);

const SETTLED = { kind: "settled", instant: Date.parse("2026-11-22T09:03:05Z") };
const meaning = (text: "utc" | "local" | "unsettled"): ModemProfile =>
  readModemProfile(
    "x",
    `family = "x"
title = "x"
trust = "unverified"
sources = []
[match]
manufacturers = ["x"]
[read]
clock = { ask = "AT+CCLK?", answer = "+CCLK:", meaning = "${text}" }
`,
  );

describe("a clock's answer without a zone", () => {
  const bare = said('+CCLK: "26/11/22,09:03:05"', CCLK);

  it("of a modem whose file says that it writes UTC, or that was seen to, is UTC", () => {
    expect(readClock(bare, meaning("utc"))).toEqual(SETTLED);
    expect(readClock(bare, undefined, "utc")).toEqual(SETTLED);
  });

  it("in local time, or in nobody knows which, says no instant", () => {
    expect(readClock(bare, meaning("local"))).toBeUndefined();
    expect(readClock(bare, meaning("unsettled"))).toBeUndefined();
    expect(readClock(bare, undefined, "local")).toBeUndefined();
    expect(readClock(bare, undefined)).toBeUndefined();
  });
});

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

  it("of zero is UTC", () => {
    expect(readClock(said('+CCLK: "26/11/22,09:03:05+00"', CCLK), undefined)).toEqual(SETTLED);
  });
});
