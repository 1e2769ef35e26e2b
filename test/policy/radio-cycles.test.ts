import fc from "fast-check";
import { expect, test } from "vitest";
import { Days, Hours } from "../../src/base/duration.ts";
import { WallMs, wallAfter } from "../../src/base/instant.ts";
import { hastenedCycleAllowedAt, cycleAllowedAt, type RadioCycles, withCycle } from "../../src/policy/radio-cycles.ts";

const T = WallMs(Date.UTC(2026, 10, 12));
const hours = (...given: readonly number[]): RadioCycles => given.map((n) => wallAfter(T, Hours(n)));

test.each([
  ["none was done", hours(), 0, 0],
  ["one an hour ago", hours(-1), 0, 0],
  ["one half an hour ago", hours(-0.5), 0, 0.5],
  ["four within the day", hours(-2, -4, -6, -8), 0, 16],
  ["four, the first a day ago", hours(-2, -4, -6, -24), 0, 0],
  ["the clock was set back since", hours(50), -0.25, 0.75],
] as const)("%s", (_, cycles, bornAt, allowed) => {
  expect(cycleAllowedAt(cycles, T, wallAfter(T, Hours(bornAt)))).toBe(wallAfter(T, Hours(allowed)));
});

test("what good news hasten leaves the last one of the day", () => {
  expect(hastenedCycleAllowedAt(hours(-2, -4), T, T)).toBe(T);
  expect(hastenedCycleAllowedAt(hours(-2, -4, -6), T, T)).toBe(wallAfter(T, Hours(18)));
  expect(cycleAllowedAt(hours(-2, -4, -6), T, T)).toBe(T);
});

test("whoever asks, whenever: never two within an hour, never five within a day", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 300 }), (minutes) => {
      let [now, cycles]: [WallMs, RadioCycles] = [T, []];
      const done: WallMs[] = [];
      for (const wait of minutes) {
        now = WallMs(now + wait * 60_000);
        if (cycleAllowedAt(cycles, now, T) > now) continue;
        cycles = withCycle(cycles, now);
        done.push(now);
      }
      done.forEach((at, n) => {
        expect(at - (done[n - 1] ?? 0)).toBeGreaterThanOrEqual(Hours(1));
        expect(at - (done[n - 4] ?? 0)).toBeGreaterThanOrEqual(Days(1));
      });
    }),
  );
});
