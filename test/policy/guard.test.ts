import fc from "fast-check";
import { expect, it } from "vitest";
import { GUARD_LEAST, GUARD_MOST, guardLearned, guardRatio, NO_GUARD } from "../../src/policy/guard.ts";

const MiB = 1_048_576;

it("before anything was compared a part of what super-packets hide is assumed", () => {
  expect(guardRatio(NO_GUARD)).toBe(GUARD_LEAST);
});

it("the worst difference that is remembered is what is kept free", () => {
  const learned = [1_000_000, 966_000, 990_000].reduce((memory, kernel) => guardLearned(memory, kernel, 1e6), NO_GUARD);
  expect(guardRatio(learned)).toBeCloseTo(0.034, 6);
  const later = Array.from({ length: 16 }).reduce<typeof NO_GUARD>(
    (memory) => guardLearned(memory, 999_000, 1e6),
    learned,
  );
  expect(guardRatio(later)).toBe(GUARD_LEAST);
});

it("too few bytes to compare, and figures that are none, teach nothing", () => {
  expect(guardLearned(NO_GUARD, 0, 100_000)).toBe(NO_GUARD);
  expect(guardLearned(NO_GUARD, Number.NaN, MiB)).toBe(NO_GUARD);
  expect(guardLearned(NO_GUARD, 5, Number.NaN)).toBe(NO_GUARD);
});

it("whatever is compared, the guard stays within its bounds and its memory stays small", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.double(), fc.double())), (pairs) => {
      const memory = pairs.reduce((one, [kernel, counted]) => guardLearned(one, kernel, counted), NO_GUARD);
      expect(guardRatio(memory)).toBeGreaterThanOrEqual(GUARD_LEAST);
      expect(guardRatio(memory)).toBeLessThanOrEqual(GUARD_MOST);
      expect(memory.ratios.length).toBeLessThanOrEqual(16);
    }),
  );
});
