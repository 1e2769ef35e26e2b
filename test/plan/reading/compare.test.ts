import { describe, expect, it } from "vitest";
import { Hours, Minutes } from "../../../src/base/duration.ts";
import { WallMs } from "../../../src/base/instant.ts";
import { askLimit } from "../../../src/plan/reading/ask-limit.ts";
import { calibration } from "../../../src/plan/reading/calibration.ts";
import { calibrationWords } from "../../../src/plan/reading/calibration-words.ts";
import { compare, driftOf, driftPercent, type OwnCount } from "../../../src/plan/reading/compare.ts";
import { readingDoubt } from "../../../src/plan/reading/reading-doubt.ts";
import type { Reading } from "../../../src/plan/reading/reading.ts";

const at = (text: string): WallMs => WallMs(Date.parse(text));
const own: OwnCount = {
  cycle: { from: at("2026-11-01T00:00:00+08:00"), to: at("2026-12-01T00:00:00+08:00") },
  hour: { from: at("2026-11-22T09:00:00+08:00"), to: at("2026-11-22T10:00:00+08:00") },
  before: 1_000n,
  within: 400n,
};
const reading = (asOf: string, said: Partial<Reading> = { used: 1_200n }): Reading => ({
  source: "sms",
  asOf: at(asOf),
  heardAt: at("2026-11-22T10:00:00+08:00"),
  text: "",
  ...said,
});

describe("a reading beside our books", () => {
  it.each([
    ["2026-11-22T09:00:00+08:00", 1_000n],
    ["2026-11-22T09:15:00+08:00", 1_100n],
    ["2026-11-22T10:00:00+08:00", 1_400n],
  ])("as of %s is held against what we had then", (asOf, ours) => {
    expect(compare(reading(asOf), own)).toEqual({ theirs: 1_200n, ours });
  });

  it("of the cycle before, whose last instant is this one's first, is held against nothing", () => {
    expect(compare(reading("2026-11-01T00:00:00+08:00"), own)).toBeUndefined();
    expect(compare(reading("2026-10-20T00:00:00+08:00"), own)).toBeUndefined();
  });

  it("that tells what is left of a total tells what was used; of what is left alone nobody can say who knows no limit", () => {
    const asOf = "2026-11-22T10:00:00+08:00";
    expect(compare(reading(asOf, { remaining: 500n, total: 2_000n }), own)?.theirs).toBe(1_500n);
    expect(compare(reading(asOf, { remaining: 500n }), own)).toBeUndefined();
  });

  it("that tells only what is left is held against what is left of what we know to be bought", () => {
    const asOf = "2026-11-22T10:00:00+08:00";
    const left = (remaining: bigint, quota: bigint) => compare(reading(asOf, { remaining }), { ...own, quota });
    expect(left(500n, 2_000n)).toEqual({ theirs: 1_500n, ours: 1_400n });
    expect(left(2_001n, 2_000n)).toBeUndefined();
    expect(left(0n, 1_400n)).toEqual({ theirs: 1_400n, ours: 1_400n });
    expect(left(0n, 1_300n)).toEqual({ theirs: 1_400n, ours: 1_400n });
  });

  it("of far more than was bought is doubted, and says what to do", () => {
    const doubt = (said: Partial<Reading>): string => readingDoubt(said, 1_024n ** 2n, 1024)?.en ?? "";
    expect(doubt({ used: 2n * 1_024n ** 2n })).toBe("");
    expect(doubt({ used: 2n * 1_024n ** 2n + 1n })).toContain("more than twice what the plan");
    expect(doubt({ remaining: 1_024n ** 2n + 1n })).toContain("more than the plan and its packs hold here (1.00 MiB)");
    expect(readingDoubt({ used: 1n << 60n }, undefined, 1024)).toBeUndefined();
  });

  it("drifts by theirs less ours, in percent of ours", () => {
    expect(driftOf({ theirs: 1_031n, ours: 1_000n })).toBe(31n);
    expect(driftPercent({ theirs: 1_031n, ours: 1_000n })).toBe(3.1);
    expect(driftPercent({ theirs: 900n, ours: 1_000n })).toBe(-10);
    expect(driftPercent({ theirs: 900n, ours: 0n })).toBeUndefined();
  });
});

describe("a calibration", () => {
  const by = (...ratios: readonly number[]) =>
    ratios.map((ratio, n) => ({
      theirs: BigInt(Math.round((n + 1) * 100_000 * ratio)),
      ours: BigInt((n + 1) * 100_000),
    }));

  it("is suggested from three readings on that agree within 1 %, and said with what to set", () => {
    expect(calibration(by(1.031, 1.031))).toBeUndefined();
    expect(calibration(by(1.031, 1.031, 1.031))).toEqual({ percent: 3.1, agreeing: 3, of: 3 });
    const words = calibrationWords({ percent: 3.1, agreeing: 3, of: 3 }, 1_031_000n);
    expect(words.en).toContain("The carrier counts 3.1 % more than this device, in 3 of 3 readings; set plan.quota");
    expect(words.en).toContain('"1000000 B"');
    expect(words.zh).toContain("3.1 %");
  });

  it("is not suggested by readings that differ, nor by one that is told three times", () => {
    expect(calibration(by(1.031, 1.06, 1.1))).toBeUndefined();
    expect(calibration(Array.from({ length: 5 }, () => ({ theirs: 103n, ours: 100n })))).toBeUndefined();
  });

  it("says how many agree, and needs the latest among them", () => {
    expect(calibration(by(1.3, 1.03, 1.031, 1.032))).toMatchObject({ agreeing: 3, of: 4 });
    expect(calibration(by(1.03, 1.031, 1.032, 1.3))).toBeUndefined();
  });

  it("is nothing to set where both agree, or where the carrier counts less", () => {
    expect(calibrationWords({ percent: 0.3, agreeing: 3, of: 3 }, 1_000n).en).not.toContain("set ");
    expect(calibrationWords({ percent: -4, agreeing: 3, of: 3 }, 1_000n).en).toContain("Nothing has to be set");
    expect(calibrationWords({ percent: 4, agreeing: 3, of: 3 }, "files").en).toContain("in the plan file");
    expect(calibrationWords({ percent: 4, agreeing: 3, of: 3 }, undefined).en).not.toContain("plan.quota");
  });
});

describe("asking", () => {
  const now = at("2026-11-22T10:00:00Z");
  const ago = (ms: number, by: "hand" | "self" = "hand") => ({ at: WallMs(now - ms), by });

  it("by hand is allowed three times an hour, whatever the device asked by itself", () => {
    const asks = [ago(Minutes(50)), ago(Minutes(5), "self"), ago(Minutes(4)), ago(Minutes(1))];
    expect(askLimit(asks, "hand", now)).toBe(now + Minutes(10));
    expect(askLimit(asks.slice(1), "hand", now)).toBeUndefined();
    expect(askLimit([ago(Hours(1)), ...asks.slice(2)], "hand", now)).toBeUndefined();
  });

  it("by itself is once in the interval after any question, and never more often than every six hours", () => {
    expect(askLimit([], "self", now)).toBeUndefined();
    expect(askLimit([ago(Hours(5))], "self", now, Minutes(1))).toBe(now + Hours(1));
    expect(askLimit([ago(Hours(23), "self")], "self", now, Hours(24))).toBe(now + Hours(1));
    expect(askLimit([ago(Hours(24), "self")], "self", now, Hours(24))).toBeUndefined();
  });

  it("under a clock that was years ahead blocks nothing for years", () => {
    expect(askLimit([ago(-1e12), ago(-1e12), ago(-1e12)], "hand", now)).toBeUndefined();
    expect(askLimit([ago(-1e12, "self")], "self", now)).toBeUndefined();
  });
});
