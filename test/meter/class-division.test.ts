import fc from "fast-check";
import { expect, test } from "vitest";
import { type Amount, covers, NOTHING, plus } from "../../src/meter/amount.ts";
import { type Division, divide, divisionFrom, readingTaken } from "../../src/meter/class-division.ts";
import { readDivision, writeDivision } from "../../src/meter/division-record.ts";
import type { ClassCounter } from "../../src/ports/class-counters.ts";

const CLASSES = ["payment", "management", "bulk"];

const counters = (values: Readonly<Record<string, number>>, handle = 1): readonly ClassCounter[] =>
  Object.entries(values).map(([name, bytes]) => ({ name, bytes: BigInt(bytes), handle }));
const reading = (values: Readonly<Record<string, number>>, { handle = 1, bootId = "boot-1" } = {}) => ({
  bootId,
  counters: counters(values, handle),
});
const begun = (values: Readonly<Record<string, number>> = {}): Division => divisionFrom("boot-1", counters(values));
const down = (bytes: number): Amount => ({ up: 0n, down: BigInt(bytes) });
const sharesOf = (division: Division, bytes: Amount) =>
  divide(division, bytes).shares.map((share) => [share.name, Number(share.up), Number(share.down)]);

test("each class gets what its counter grew by, and the rest is of none", () => {
  const before = begun({ payment_down: 5_000, bulk_down: 7_000 });
  const after = readingTaken(before, reading({ payment_down: 5_300, bulk_down: 7_500 }), CLASSES);
  expect(sharesOf(after, down(1_000))).toEqual([
    ["payment", 0, 300],
    ["bulk", 0, 500],
  ]);
});

test("what of a class went to a destination is told apart from the rest of the class, and of no class but its own", () => {
  const before = begun({ payment_down: 10, payment__acquirer_down: 20, bulk__store_down: 30 });
  const names = { payment_down: 110, payment__acquirer_down: 320, bulk__store_down: 35, nobody__store_down: 9 };
  const after = readingTaken(before, reading(names), CLASSES);
  const { shares, division } = divide(after, down(250));
  expect(shares).toEqual([
    { name: "payment", up: 0n, down: 100n },
    { name: "payment", destination: "acquirer", up: 0n, down: 150n },
  ]);
  // Over a kill: what waits is kept with where it went.
  const kept = readDivision(writeDivision("classes/inet/cellward", division), "classes/inet/cellward");
  expect(divide(kept ?? begun(), down(1_000)).shares).toEqual([
    { name: "payment", destination: "acquirer", up: 0n, down: 150n },
    { name: "bulk", destination: "store", up: 0n, down: 5n },
  ]);
});

test("nothing of before the first reading is of a class", () => {
  expect(sharesOf(begun({ payment_down: 5_000 }), down(1_000))).toEqual([]);
});

test.each([
  ["fell", { handle: 1 }, 200],
  ["was made anew", { handle: 2 }, 6_000],
  ["is of another boot", { bootId: "boot-2" }, 6_000],
])("a counter that %s counts from zero", (_, over, value) => {
  const after = readingTaken(begun({ payment_down: 5_000 }), reading({ payment_down: value }, over), CLASSES);
  expect(sharesOf(after, down(10_000))).toEqual([["payment", 0, value]]);
});

test("a counter that was missing for a while goes on from where it was", () => {
  const gone = readingTaken(begun({ payment_down: 5_000, bulk_down: 1 }), reading({ bulk_down: 1 }), CLASSES);
  const back = readingTaken(gone, reading({ payment_down: 5_400, bulk_down: 1 }), CLASSES);
  expect(sharesOf(back, down(1_000))).toEqual([["payment", 0, 400]]);
});

test("what the filter saw before the interface was read waits for the next bytes", () => {
  const { division, shares } = divide(readingTaken(begun(), reading({ payment_down: 900 }), CLASSES), down(600));
  expect(shares).toEqual([{ name: "payment", up: 0n, down: 600n }]);
  expect(sharesOf(division, down(1_000))).toEqual([["payment", 0, 300]]);
});

test("a filter that counts other traffic too cannot take more than is there, for ever: what is beyond is dropped and told", () => {
  const after = readingTaken(begun(), reading({ payment_down: 10_000_000, bulk_down: 100 }), CLASSES);
  const { division, shares } = divide(after, down(1_000));
  expect(shares).toEqual([{ name: "payment", up: 0n, down: 1_000n }]);
  expect(division.dropped.down).toBe(10_000_100n - 1_000n - 262_144n);
  expect(sharesOf(division, down(1_000_000))).toEqual([
    ["payment", 0, 262_044],
    ["bulk", 0, 100],
  ]);
});

test("bytes that were booked before the filter was read get their classes with the next ones", () => {
  const { division } = divide(begun(), down(5_000_000));
  const after = readingTaken(division, reading({ bulk_down: 4_000_000 }), CLASSES);
  const { shares, division: next } = divide(after, down(0));
  expect(shares).toEqual([]);
  expect(sharesOf(next, down(4_500_000))).toEqual([["bulk", 0, 4_000_000]]);
});

test("they go on waiting however often the filter is read meanwhile, and are no licence for more", () => {
  let { division } = divide(begun(), down(5_000_000));
  const total = (bytes: number): Division => readingTaken(division, reading({ bulk_down: bytes }), CLASSES);
  for (let n = 1; n <= 5; n += 1) ({ division } = divide(total(4_000_000 + n * 1_000), down(1_000)));
  expect(division.dropped.down).toBe(0n);
  // Of a table that counts other traffic too no more waits than was once booked without a class.
  ({ division } = divide(total(100_000_000), down(0)));
  expect(division.waiting.reduce<Amount>(plus, NOTHING).down).toBeLessThanOrEqual(5_262_144n);
  expect(sharesOf(division, down(4_000_000))).toEqual([["bulk", 0, 4_000_000]]);
});

const step = fc.oneof(
  fc.record({ do: fc.constant("bytes" as const), up: fc.nat({ max: 3_000_000 }), down: fc.nat({ max: 3_000_000 }) }),
  fc.record({
    do: fc.constant("read" as const),
    bootId: fc.constantFrom("boot-1", "boot-2"),
    handle: fc.nat({ max: 1 }),
    values: fc.dictionary(
      fc.constantFrom(
        ...CLASSES.flatMap((name) => [`${name}_up`, `${name}_down`, `${name}__store_up`, `${name}__store_down`]),
      ),
      fc.nat({ max: 5_000_000 }),
    ),
  }),
);

test("whatever the filter says, the shares are never more than the bytes, none is negative, and every byte is accounted for", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let division = begun();
      let [shared, all] = [NOTHING, NOTHING];
      for (const one of steps) {
        if (one.do === "read") {
          division = readingTaken(division, reading(one.values, one), CLASSES);
          continue;
        }
        const bytes = { up: BigInt(one.up), down: BigInt(one.down) };
        const divided = divide(division, bytes);
        ({ division } = divided);
        const taken = divided.shares.reduce<Amount>(plus, NOTHING);
        expect(covers(bytes, taken)).toBe(true);
        expect(divided.shares.every((share) => covers(share, NOTHING))).toBe(true);
        [shared, all] = [plus(shared, taken), plus(all, bytes)];
      }
      const waits = division.waiting.reduce<Amount>(plus, NOTHING);
      expect(division.counted).toEqual(all);
      // What the filter claimed was shared out, waits, or was dropped.
      expect(plus(plus(shared, waits), division.dropped)).toEqual(division.claimed);
    }),
    { numRuns: 500 },
  );
});
