import fc from "fast-check";
import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { HourTable, MOST_TAGS } from "../../src/meter/hour-table.ts";
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
  const step = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.bigInt({ min: 0n, max: 1n << 40n }));
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

test("bytes of one hour lie apart by what is known of them, untagged ones first, and one sum holds them all", () => {
  const hours = new HourTable();
  hours.add(hourAt(0), { up: 0n, down: 4n }, { rat: "lte" });
  hours.add(hourAt(0), { up: 0n, down: 1n });
  hours.add(hourAt(0), { up: 0n, down: 2n }, { class: "pos" });
  hours.add(hourAt(1), { up: 0n, down: 8n }, { class: "pos" });
  expect([...hours.rows(hourAt(0), hourAt(9))]).toEqual([
    { hour: hourAt(0), tags: undefined, up: 0n, down: 1n },
    { hour: hourAt(0), tags: { class: "pos" }, up: 0n, down: 2n },
    { hour: hourAt(0), tags: { rat: "lte" }, up: 0n, down: 4n },
    { hour: hourAt(1), tags: { class: "pos" }, up: 0n, down: 8n },
  ]);
  expect([...hours.latestFirst()].map(({ down }) => down)).toEqual([8n, 1n, 2n, 4n]);
  expect(hours.sum(hourAt(0), hourAt(1)).down).toBe(7n);
  expect(hours.take(hourAt(0), { up: 0n, down: 3n }, { class: "pos" })).toBeUndefined();
});

test("the 65th kind of one hour is added to its untagged bytes; kinds that are there go on", () => {
  const hours = new HourTable();
  const one = { up: 0n, down: 1n };
  for (let n = 0; n < MOST_TAGS; n += 1) hours.add(hourAt(0), one, { class: `c${n}` });
  expect(hours.add(hourAt(0), one, { class: "more" })).toEqual({ row: { hour: hourAt(0), ...one } });
  expect(hours.add(hourAt(0), one, { class: "c7" })).toEqual({
    row: { hour: hourAt(0), tags: { class: "c7" }, up: 0n, down: 2n },
  });
  // What is all given away makes room again.
  hours.take(hourAt(0), one, { class: "c8" });
  hours.add(hourAt(0), one, { class: "more" });
  expect(hours.get(hourAt(0), { class: "more" })).toEqual(one);
});

test("hours that are closed are in no hour any more, only in the whole, and what comes for them joins it", () => {
  const hours = new HourTable();
  for (const n of [0, 1, 2]) hours.add(hourAt(n), { up: 1n, down: 10n ** BigInt(n) }, { class: "pos" });
  expect(hours.close(hourAt(2)).map(({ hour }) => hour)).toEqual([hourAt(0), hourAt(1)]);
  expect([hours.sum(-Infinity, Infinity).down, hours.total()]).toEqual([100n, { up: 3n, down: 111n }]);
  hours.add(hourAt(0), { up: 0n, down: 5n });
  expect(hours.take(hourAt(1), { up: 3n, down: 0n })).toBeUndefined();
  hours.take(hourAt(1), { up: 2n, down: 6n });
  expect(hours.closed).toEqual({ before: hourAt(2), up: 0n, down: 10n });
  expect([...hours.rows(-Infinity, Infinity)].map(({ hour }) => hour)).toEqual([hourAt(2)]);
});
