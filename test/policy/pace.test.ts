import { describe, expect, it } from "vitest";
import { Days, Hours } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { cycleAt, NEVER } from "../../src/plan/cycle.ts";
import { standing } from "../../src/plan/standing.ts";
import { type Outlook, type PaceReach, paceReach } from "../../src/policy/pace.ts";
import { BEGIN, LINES, MiB, outlook } from "../support/policy-bench.ts";

const CYCLE = cycleAt(BEGIN, { every: "month", day: 1, zone: "Asia/Shanghai" });

interface Case {
  readonly days: number;
  readonly used: number;
  readonly seen?: Outlook | undefined;
  readonly before?: PaceReach["line"];
  readonly cycle?: typeof CYCLE;
}
const line = ({ days, used, seen, before, cycle = CYCLE }: Case): PaceReach["line"] | undefined => {
  const stands = standing({ ...LINES, quota: BigInt(30 * MiB) }, BigInt(Math.round(used * MiB)), cycle);
  return paceReach(stands, seen, before, WallMs(BEGIN + Days(days)))?.line;
};
const seen = (low: number, likely: number, more?: Parameters<typeof outlook>[4]): Outlook =>
  outlook(low * MiB, likely * MiB, 2 * likely * MiB, 10 * MiB, more);

describe("by the forecast", () => {
  it.each([
    ["what lasts asks for nothing", 5, 9, undefined],
    ["what is just too little is within the doubt", 5, 10.5, undefined],
    ["what is likely not to last, and is ahead of the cycle, makes bulk wait", 5, 11.5, "conserve"],
    ["twice as much as is left, and even the low end too much, leaves what is essential", 10, 20, "essential"],
    ["twice as much as is left with a low end that lasts is no more than likely", 9, 20, "conserve"],
  ] as const)("%s", (_, low, likely, expected) => {
    expect(line({ days: 15, used: 20, seen: seen(low, likely) })).toBe(expected);
  });

  it("a card that is behind the cycle is judged by the low end alone: what comes late may not come", () => {
    expect(line({ days: 25, used: 20, seen: seen(9, 15) })).toBeUndefined();
    expect(line({ days: 25, used: 20, seen: seen(10, 15) })).toBe("conserve");
  });

  it("a young forecast is not listened to where it is a guess", () => {
    expect(line({ days: 15, used: 12, seen: seen(50, 90, { ground: "hours" }) })).toBeUndefined();
    expect(line({ days: 15, used: 20, seen: seen(9, 90, { ground: "days" }) })).toBeUndefined();
    expect(line({ days: 15, used: 20, seen: seen(50, 90, { ground: "days" }) })).toBe("conserve");
    expect(line({ days: 1, used: 20, seen: seen(50, 90, { ground: "week" }) })).toBe("essential");
  });

  it("a line is left lower than it is entered", () => {
    const of = (likely: number, before: PaceReach["line"]) =>
      line({ days: 15, used: 20, seen: seen(1, likely), before });
    expect([of(10, "conserve"), of(9.9, "conserve")]).toEqual(["conserve", undefined]);
    expect([of(15, "essential"), of(14.9, "essential"), of(9.9, "essential")]).toEqual([
      "essential",
      "conserve",
      undefined,
    ]);
  });

  it("one of another cycle is none", () => {
    const other = cycleAt(WallMs(BEGIN + Days(40)), { every: "month", day: 1, zone: "Asia/Shanghai" });
    expect(line({ days: 15, used: 12, seen: seen(50, 90, { cycle: other }) })).toBeUndefined();
  });
});

describe("without a forecast", () => {
  it("the used share is held against the share of the cycle that is over", () => {
    expect(line({ days: 6, used: 12.1 })).toBe("conserve");
    expect(line({ days: 6, used: 11.9 })).toBeUndefined();
    expect(line({ days: 6, used: 8, before: "conserve" })).toBe("conserve");
    expect(line({ days: 6, used: 7, before: "conserve" })).toBeUndefined();
  });

  it("a cycle that has just begun tells nothing", () => {
    expect(line({ days: 2.9, used: 25 })).toBeUndefined();
    expect(line({ days: 3, used: 25 })).toBe("conserve");
  });

  it("nor does one without an end, without a quota, or with nothing left", () => {
    expect(line({ days: 6, used: 29, cycle: { from: CYCLE.from, to: NEVER } })).toBeUndefined();
    expect(line({ days: 6, used: 30 })).toBeUndefined();
    const counted = standing(LINES, 5n, CYCLE);
    expect(paceReach(counted, undefined, undefined, WallMs(BEGIN + Hours(200)))).toBeUndefined();
  });
});
