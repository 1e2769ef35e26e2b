import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { type Plan, standing } from "../../src/plan/standing.ts";

const cycle = { from: WallMs(0), to: WallMs(1) };
const plan: Plan = { quota: 30n << 20n, thresholds: [95, 50, 80, 100], conserve: 80, essential: 95 };

describe("the standing of a plan", () => {
  test("at half of the quota tells what is left and what was crossed", () => {
    expect(standing(plan, 15n << 20n, cycle)).toEqual({
      quota: 30n << 20n,
      used: 15n << 20n,
      remaining: 15n << 20n,
      share: 0.5,
      thresholdsCrossed: [50],
      conserveReached: false,
      essentialReached: false,
      overLimit: false,
      cycle,
    });
  });

  test("changes with the one byte that reaches a threshold", () => {
    const quota = 1_000_003n;
    const at80 = (quota * 80n + 99n) / 100n;
    expect(standing({ ...plan, quota }, at80 - 1n, cycle)).toMatchObject({
      thresholdsCrossed: [50],
      conserveReached: false,
    });
    expect(standing({ ...plan, quota }, at80, cycle)).toMatchObject({
      thresholdsCrossed: [50, 80],
      conserveReached: true,
    });
  });

  test("is over the limit with the last byte, and then shows nothing left however much more is used", () => {
    expect(standing(plan, (30n << 20n) - 1n, cycle)).toMatchObject({ overLimit: false, remaining: 1n, share: 0.9999 });
    expect(standing(plan, 30n << 20n, cycle)).toMatchObject({ overLimit: true, remaining: 0n, share: 1 });
    expect(standing(plan, 45n << 20n, cycle)).toMatchObject({ overLimit: true, remaining: 0n, share: 1.5 });
  });

  test("without a quota counts and holds against nothing", () => {
    const { quota: _, ...countOnly } = plan;
    expect(standing(countOnly, 1n << 60n, cycle)).toEqual({
      used: 1n << 60n,
      thresholdsCrossed: [],
      conserveReached: false,
      essentialReached: false,
      overLimit: false,
      cycle,
    });
  });

  test("of a quota of nothing is used up", () => {
    expect(standing({ ...plan, quota: 0n }, 0n, cycle)).toMatchObject({ overLimit: true, share: 1, remaining: 0n });
  });

  test("is exact for amounts that a number does not hold", () => {
    const quota = 1n << 62n;
    expect(standing({ ...plan, quota }, quota - 1n, cycle)).toMatchObject({ overLimit: false, share: 0.9999 });
    expect(
      standing({ ...plan, quota, thresholds: [99.999] }, (quota * 99_999n) / 100_000n, cycle).thresholdsCrossed,
    ).toEqual([]);
  });

  test("has a share that never passes the true one and misses it by less than a ten-thousandth", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1n << 50n }), fc.bigInt({ min: 0n, max: 1n << 20n }), (quota, parts) => {
        const used = (quota * parts) >> 12n;
        const { share = Number.NaN } = standing({ ...plan, quota }, used, cycle);
        const steps = BigInt(Math.round(share * 10_000));
        expect(steps * quota).toBeLessThanOrEqual(used * 10_000n);
        expect((steps + 1n) * quota).toBeGreaterThan(used * 10_000n);
      }),
    );
  });
});
