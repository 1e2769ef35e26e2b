import { describe, expect, it } from "vitest";
import { Days, Hours } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { type ByRank, type DayUse, dayUse, nextDay } from "../../src/policy/day-use.ts";
import { BEGIN } from "../support/policy-bench.ts";

const ZONE = "Asia/Shanghai";
const at = (hours: number, trusted = true, mono = hours) => ({
  wall: WallMs(BEGIN + Hours(hours)),
  trusted,
  mono: MonoMs(Hours(mono)),
});
const spent = (bulk: number): ByRank => [0, 0, 0, bulk];
const after = (before: DayUse | undefined, bulk: number, now: ReturnType<typeof at>): DayUse =>
  dayUse(before, spent(bulk), now, ZONE);

describe("what was used of a day", () => {
  it("adds up until midnight of the plan's zone, and begins anew there", () => {
    const first = after(after(undefined, 100, at(10)), 250, at(23.9));
    expect(first).toMatchObject({ day: BEGIN, used: spent(250) });
    expect(after(first, 300, at(24))).toMatchObject({ day: BEGIN + Days(1), used: spent(50) });
    expect(nextDay(BEGIN, ZONE)).toBe(BEGIN + Days(1));
  });

  it("goes on over a start of the program, whose counts begin at nothing", () => {
    const kept = { ...after(undefined, 100, at(10)), seen: spent(0) };
    expect(after(kept, 30, at(11)).used).toEqual(spent(130));
  });

  it("is put right where a count falls, and is never below nothing", () => {
    const kept = { ...after(undefined, 100, at(10)), used: spent(40) };
    expect(after(kept, 80, at(11)).used).toEqual(spent(20));
    expect(after(kept, 30, at(11)).used).toEqual(spent(0));
  });

  it("is not given anew by a clock that was set back, or that nobody vouches for", () => {
    const used = after(undefined, 100, at(30));
    expect(after(used, 100, at(10)).used).toEqual(spent(100));
    expect(after(used, 100, at(500, false, 40)).used).toEqual(spent(100));
  });

  it("is given anew when the clock had been ahead by days, and after a day without a clock", () => {
    expect(after(after(undefined, 100, at(24 * 300)), 100, at(24))).toMatchObject({
      used: spent(0),
      day: BEGIN + Days(1),
    });
    const lost = after(undefined, 100, at(0, false, 1));
    expect(after(lost, 100, at(0, false, 24)).used).toEqual(spent(100));
    expect(after(lost, 120, at(0, false, 25)).used).toEqual(spent(20));
  });
});
