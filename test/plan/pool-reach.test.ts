import { describe, expect, test } from "vitest";
import { Hours } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { cycleAt } from "../../src/plan/cycle.ts";
import { onPool, poolReach } from "../../src/plan/pool-reach.ts";
import type { PoolShare } from "../../src/plan/pool-share.ts";
import { standing } from "../../src/plan/standing.ts";

const at = (text: string): WallMs => WallMs(Date.parse(`${text}+08:00`));
const NOW = at("2026-11-20T12:00:00");
const CYCLE = cycleAt(NOW, { every: "month", day: 1, zone: "Asia/Shanghai" });
const LINES = { conserve: 80, essential: 95 };

const pool = (balance: bigint, over: Partial<PoolShare> = {}): PoolShare => ({
  name: "cm-07",
  told: { bytes: 5_000n, at: at("2026-11-20T08:00:00") },
  used: 5_000n - balance,
  balance,
  goesOn: true,
  binds: "pool",
  ...over,
});
const reach = (share: PoolShare | undefined, quota: bigint | undefined = 1_000n, now = NOW) =>
  poolReach(share, { ...(quota === undefined ? {} : { quota }), cycle: CYCLE }, LINES, now);
const toldAt = (when: string, balance = 0n) => pool(balance, { told: { bytes: 5_000n, at: at(when) } });

describe("how near a pool is to its end", () => {
  test.each([
    [5_000n, undefined],
    [201n, undefined],
    [200n, "conserve"],
    [51n, "conserve"],
    [50n, "essential"],
    [1n, "essential"],
    [0n, "limit"],
  ] as const)("with %i bytes for all cards, where this one has 1,000 for a month, is %s", (balance, line) => {
    expect(reach(pool(balance))?.line).toBe(line);
  });

  test.each([
    [1_001n, undefined],
    [1_000n, "conserve"],
    [250n, "essential"],
    [0n, "limit"],
  ] as const)("of a card without a share of its own goes by what was told: %i of 5,000 is %s", (balance, line) => {
    const { quota: _, ...none } = { quota: 0n, cycle: CYCLE };
    expect(poolReach(pool(balance), none, LINES, NOW)?.line).toBe(line);
  });

  test("is told with the balance's age, and until when it holds", () => {
    expect(reach(pool(10n))).toEqual({
      line: "essential",
      name: "cm-07",
      balance: 10n,
      told: 5_000n,
      used: 4_990n,
      at: at("2026-11-20T08:00:00"),
      age: Hours(4),
      until: at("2026-11-22T08:00:00"),
    });
  });

  test("holds no longer than the cycle, with which a pool is filled anew", () => {
    const late = at("2026-11-30T20:00:00");
    expect(reach(toldAt("2026-11-30T08:00:00"), 1_000n, late)?.until).toBe(at("2026-12-01T00:00:00"));
    expect(reach(toldAt("2026-10-31T23:00:00"), 1_000n, at("2026-11-01T01:00:00"))).toBeUndefined();
  });

  test("is not known by a balance that is stale, of the future, or was never told, nor of a card without a pool", () => {
    expect(reach(pool(0n, { stale: true }))).toBeUndefined();
    expect(reach(toldAt("2026-11-20T12:00:01"))).toBeUndefined();
    expect(reach({ name: "cm-07", own: 80n, binds: "unknown" })).toBeUndefined();
    expect(reach(undefined)).toBeUndefined();
  });
});

describe("the end of a card's own share", () => {
  const { goesOn: _, ...stopping } = pool(400n);
  const own = (used: bigint) => standing({ ...LINES, thresholds: [100], quota: 1_000n }, used, CYCLE);

  test("is no limit while the pool that goes on after it is known to hold more", () => {
    const stands = onPool(own(1_000n), pool(400n), NOW);
    expect(stands).toMatchObject({ share: 1, overLimit: false, essentialReached: false, pooled: true });
    expect(stands.thresholdsCrossed).toEqual([100]);
  });

  test.each([
    ["the pool is used up", pool(0n)],
    ["its balance is stale", pool(400n, { stale: true })],
    ["nobody told it", { name: "cm-07", binds: "unknown", goesOn: true } as const],
    ["it was told of an earlier cycle", toldAt("2026-10-31T23:00:00", 400n)],
    ["the plan says that data stops there", stopping],
  ])("is the limit where %s", (_what, share) => {
    expect(onPool(own(1_000n), share, NOW)).toEqual(own(1_000n));
  });
});
