import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { type Plan, standing } from "../../src/plan/standing.ts";
import { type ThresholdLatch, crossed } from "../../src/plan/thresholds.ts";

const MB = 1n << 20n;

/** A device that asks after every sample and comes back from the disk every time. */
class Teller {
  #latch: ThresholdLatch = [];
  readonly told: string[] = [];

  look(used: bigint, quota: bigint | "none" = 30n * MB, cycle = 1): readonly number[] {
    const rest: Plan = { thresholds: [50, 80, 95, 100], conserve: 80, essential: 95 };
    const plan: Plan = quota === "none" ? rest : { ...rest, quota };
    const at = { from: WallMs(cycle), to: WallMs(cycle + 1) };
    const { newly, latch } = crossed(this.#latch, standing(plan, used, at));
    this.#latch = JSON.parse(JSON.stringify(latch)) as ThresholdLatch;
    for (const percent of newly) this.told.push(`${cycle}:${percent}@${quota}`);
    return newly;
  }

  get size(): number {
    return this.#latch.length;
  }
}

describe("thresholds", () => {
  test("are told once each, also after a restart", () => {
    const device = new Teller();
    expect([10n, 15n, 16n, 24n, 24n].map((used) => device.look(used * MB))).toEqual([[], [50], [], [80], []]);
  });

  test("that are passed in one leap are told together", () => {
    expect(new Teller().look(40n * MB)).toEqual([50, 80, 95, 100]);
  });

  test("are told anew in the next cycle, and not again when a correction of the clock leads back", () => {
    const device = new Teller();
    device.look(24n * MB, 30n * MB, 1);
    expect(device.look(1n, 30n * MB, 2)).toEqual([]);
    expect(device.look(15n * MB, 30n * MB, 2)).toEqual([50]);
    expect(device.look(24n * MB, 30n * MB, 1)).toEqual([]);
    expect(device.look(15n * MB, 30n * MB, 2)).toEqual([]);
  });

  test("that a raised quota takes back are told again when they are crossed again", () => {
    const device = new Teller();
    device.look(25n * MB);
    expect(device.look(26n * MB, 60n * MB)).toEqual([]);
    expect(device.look(30n * MB, 60n * MB)).toEqual([50]);
    expect(device.look(48n * MB, 60n * MB)).toEqual([80]);
  });

  test("that stay crossed under a raised quota are not told again", () => {
    const device = new Teller();
    device.look(25n * MB);
    expect(device.look(25n * MB, 31n * MB)).toEqual([]);
    expect(device.look(26n * MB, 31n * MB)).toEqual([]);
  });

  test("that come back because the quota was lowered again are not told again", () => {
    const device = new Teller();
    device.look(25n * MB);
    device.look(25n * MB, 60n * MB);
    expect(device.look(25n * MB, 30n * MB)).toEqual([]);
    expect(device.look(29n * MB, 30n * MB)).toEqual([95]);
  });

  test("that stayed crossed under a raised quota are not told again when they come back at that one", () => {
    const device = new Teller();
    device.look(25n * MB);
    device.look(25n * MB, 31n * MB);
    device.look(25n * MB, 60n * MB);
    expect(device.look(25n * MB, 31n * MB)).toEqual([]);
  });

  test("are not told again when a repaired book steps back and on", () => {
    const device = new Teller();
    device.look(25n * MB);
    device.look(10n * MB);
    expect(device.look(25n * MB)).toEqual([]);
  });

  test("need a quota", () => {
    expect(new Teller().look(25n * MB, "none")).toEqual([]);
  });

  test("are never told twice for one cycle and quota, and the latch stays small", () => {
    const looks = fc.array(
      fc.tuple(fc.bigInt({ min: 0n, max: 100n }), fc.constantFrom(30n, 40n, 60n), fc.constantFrom(1, 2, 3)),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(looks, (steps) => {
        const device = new Teller();
        for (const [used, quota, cycle] of steps) device.look(used, quota, cycle);
        expect(new Set(device.told).size).toBe(device.told.length);
        expect(device.size).toBeLessThanOrEqual(3);
      }),
    );
  });

  test("are all told by the time a growing usage has passed them", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 20n }), { maxLength: 20 }), (steps) => {
        const device = new Teller();
        let used = 0n;
        const told = steps.flatMap((more) => device.look((used += more), 100n));
        const due = [50, 80, 95, 100].filter((percent) => used >= BigInt(percent));
        expect(told).toEqual(steps.length === 0 ? [] : due);
      }),
    );
  });
});
