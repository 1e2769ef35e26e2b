import fc from "fast-check";
import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { bookId, type BookId, UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { leftIn } from "../../src/meter/book-head.ts";
import { salvageBook } from "../../src/meter/carry-over.ts";
import { readSlots } from "../../src/meter/witness.ts";
import { CARD, HOUR, hourAt, LedgerBench, NOON, OTHER_CARD, stampAt } from "../support/ledger-bench.ts";

type Step =
  | { readonly do: "charge"; readonly book: BookId; readonly down: bigint; readonly hour: number | undefined }
  | { readonly do: "settle" | "adopt"; readonly book: BookId }
  | { readonly do: "snapshot" | "compact" | "refuse" | "relent" | "cut" };

const anyBook = fc.constantFrom(CARD, OTHER_CARD, UNIDENTIFIED);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("charge" as const),
      book: anyBook,
      down: fc.bigInt({ min: 0n, max: 1n << 33n }),
      hour: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("settle" as const, "adopt" as const), book: anyBook }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("snapshot", "compact", "compact", "refuse", "relent", "cut"),
    }),
  },
);

async function apply(bench: LedgerBench, step: Step, at: number): Promise<void> {
  switch (step.do) {
    case "charge": {
      const hour = step.hour === undefined ? undefined : hourAt(step.hour);
      const stamp = stampAt(at * HOUR * 0.4);
      await bench.ledger.charge(bench.charge(step.down, { book: step.book, hour, stamp }));
      break;
    }
    case "settle":
      await bench.ledger.settle(step.book, ({ mono }) => (mono % 3 === 0 ? undefined : NOON));
      break;
    case "adopt":
      await bench.ledger.adopt(UNIDENTIFIED, step.book);
      break;
    case "snapshot":
      await bench.ledger.snapshot();
      break;
    case "compact": {
      const bounds = { now: hourAt(99), entriesBefore: hourAt(98), hoursBefore: WallMs(0) };
      await bench.ledger.compact(bounds, {
        least: 2,
        portion: 3,
        portions: 3,
        rows: 3,
        kept: 2,
        pack: 3,
        leastPacked: 2,
      });
      break;
    }
    case "refuse":
      bench.place.store.refuse();
      break;
    case "relent":
      bench.place.store.relent();
      break;
    case "cut":
      await bench.powerCut();
      break;
  }
}

const sumOf = (bench: LedgerBench): bigint =>
  bench.ledger.books().reduce((sum, book) => sum + bench.ledger.totals(book).down, 0n);

const steps = fc.array(anyStep, { maxLength: 60 });
const options = fc.record({
  snapshotEvery: fc.constantFrom(1, 3, 64),
  witnessEvery: fc.constantFrom(1n, 1n << 30n, 1n << 40n),
});

test("whatever happens, each byte that the cursor has passed is in exactly one book, and no start finds damage", async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, async (plan, chosen) => {
      const bench = new LedgerBench(chosen);
      await bench.open();
      for (const [at, step] of plan.entries()) {
        const before = sumOf(bench);
        await apply(bench, step, at);
        expect(sumOf(bench)).toBe(bench.ledger.cursor("wwan0")?.ipRx ?? 0n);
        // A power cut while the disk refuses takes what only memory had; the cursor goes back with it.
        expect(sumOf(bench)).toBeGreaterThanOrEqual(step.do === "cut" ? 0n : before);
        expect(bench.ledger.damage()).toBeUndefined();
        expect(bench.place.aside).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

test("whatever happened, hours and waiting bytes add up to the totals, and a replay of the entries gives the same book", async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, async (plan, chosen) => {
      const bench = new LedgerBench(chosen);
      await bench.open();
      for (const [at, step] of plan.entries()) await apply(bench, step, at);
      bench.place.store.relent();
      for (const book of bench.ledger.books()) {
        const { up, down, entries } = bench.ledger.totals(book);
        const waiting = bench.ledger.pending(book).reduce((sum, piece) => sum + piece.down, 0n);
        expect(bench.ledger.between(book, hourAt(-1), hourAt(9)).down + waiting).toBe(down);
        const replayed = await salvageBook(bench.place.store, book);
        expect({ ...replayed.left, entries: replayed.head.seq }).toEqual({ up, down, entries });
        expect(replayed.pending.list()).toEqual(bench.ledger.pending(book));
        for (let hour = 0; hour < 4; hour += 1)
          expect(replayed.hours.sum(hourAt(hour), hourAt(hour + 1))).toEqual(
            bench.ledger.between(book, hourAt(hour), hourAt(hour + 1)),
          );
      }
    }),
    { numRuns: 150 },
  );
});

function witnessedBy({ witnesses }: LedgerBench): readonly (readonly [BookId, bigint])[] {
  return [...witnesses.files].map(([name, slots]) => {
    const reading = readSlots(bookId(name), slots);
    return [bookId(name), reading.kind === "read" ? leftIn(reading.witness.head).down : 0n];
  });
}

const anyHarm = fc.array(fc.record({ key: fc.nat(), how: fc.constantFrom("lose", "change", "age") }), {
  minLength: 1,
  maxLength: 4,
});

test("whatever a disk loses or changes, no byte is counted twice, no book is behind its witness, and it is found once", async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, anyHarm, async (plan, chosen, harms) => {
      const bench = new LedgerBench(chosen);
      await bench.open();
      const earlier = new Map<string, string>();
      for (const [at, step] of plan.entries()) {
        if (at === plan.length >> 1) for (const [key, value] of bench.place.store.durable) earlier.set(key, value);
        await apply(bench, step, at);
      }
      bench.place.store.relent();
      const keys = [...bench.place.store.durable.keys()].filter((key) => !key.startsWith("meta/"));
      for (const { key: n, how } of harms) {
        const key = keys[n % Math.max(1, keys.length)] ?? "";
        const value = bench.place.store.durable.get(key) ?? "";
        const older = how === "age" ? earlier.get(key) : undefined;
        if (how === "change")
          bench.place.store.durable.set(
            key,
            value.replace(/\d(?=\D*$)/, (d) => (d === "1" ? "2" : "1")),
          );
        else if (older === undefined) bench.place.store.durable.delete(key);
        else bench.place.store.durable.set(key, older);
      }
      const before = new Map(bench.ledger.books().map((book) => [book, bench.ledger.totals(book).down]));
      const witnessed = witnessedBy(bench);
      const ledger = await bench.powerCut();
      for (const [book, down] of witnessed) expect(ledger.totals(book).down).toBeGreaterThanOrEqual(down);
      expect(sumOf(bench)).toBeLessThanOrEqual(ledger.cursor("wwan0")?.ipRx ?? 0n);
      for (const [book, down] of before) expect(ledger.totals(book).down).toBeLessThanOrEqual(down);
      const [found, sum] = [bench.place.aside.length, sumOf(bench)];
      await bench.charges(2);
      await bench.powerCut();
      expect([bench.place.aside.length, sumOf(bench)]).toEqual([found, sum + 2_000n]);
    }),
    { numRuns: 150 },
  );
});
