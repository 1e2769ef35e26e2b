import fc from "fast-check";
import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { HourTable } from "../../src/meter/hour-table.ts";
import { HOUR, hourAt } from "../support/ledger-bench.ts";

test("an hour holds what was added to it, and says so", () => {
  const hours = new HourTable();
  expect(hours.add(hourAt(0), { up: 1n, down: 2n })).toEqual({ row: { hour: hourAt(0), up: 1n, down: 2n } });
  expect(hours.add(hourAt(0), { up: 10n, down: 20n })).toEqual({ row: { hour: hourAt(0), up: 11n, down: 22n } });
  expect(hours.get(hourAt(1))).toEqual({ up: 0n, down: 0n });
});

test("a sum takes the hours that begin within, the first and not the last", () => {
  const hours = new HourTable();
  for (const n of [3, 0, 2, 1]) hours.add(hourAt(n), { up: 1n, down: 10n ** BigInt(n) });
  expect(hours.sum(hourAt(1), hourAt(3))).toEqual({ up: 2n, down: 110n });
  expect(hours.sum(hourAt(3), hourAt(1))).toEqual({ up: 0n, down: 0n });
});

test("more than an hour holds cannot be taken from it", () => {
  const hours = new HourTable();
  hours.add(hourAt(0), { up: 5n, down: 5n });
  expect(hours.take(hourAt(0), { up: 1n, down: 6n })).toBeUndefined();
  expect(hours.take(hourAt(1), { up: 1n, down: 0n })).toBeUndefined();
  expect(hours.take(hourAt(0), { up: 5n, down: 4n })).toEqual({ row: { hour: hourAt(0), up: 0n, down: 1n } });
});

test("the table holds what a map of hours holds, in any order and any number of them", () => {
  const step = fc.tuple(fc.nat({ max: 300 }), fc.bigInt({ min: 0n, max: 1n << 40n }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.nat({ max: 300 }), fc.nat({ max: 300 }), (steps, from, to) => {
      const hours = new HourTable();
      const model = new Map<number, bigint>();
      for (const [hour, down] of steps) {
        hours.add(WallMs(hour * HOUR), { up: 0n, down });
        model.set(hour, (model.get(hour) ?? 0n) + down);
      }
      const within = [...model].filter(([hour]) => hour >= from && hour < to);
      expect(hours.sum(from * HOUR, to * HOUR).down).toBe(within.reduce((sum, [, down]) => sum + down, 0n));
      expect([...hours.latestFirst()].map(({ hour }) => hour)).toEqual(
        [...model].flatMap(([hour, down]) => (down === 0n ? [] : [hour * HOUR])).toSorted((a, b) => b - a),
      );
    }),
  );
});
