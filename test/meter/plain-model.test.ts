import fc from "fast-check";
import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { type BookId, UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { readTables } from "../../src/meter/book-reading.ts";
import { salvageBook } from "../../src/meter/carry-over.ts";
import { pieceOf, tableRoots } from "../../src/meter/ledger-keys.ts";
import { tagKey, type Tags } from "../../src/meter/tags.ts";
import { CARD, HOUR, hourAt, LedgerBench, stampAt } from "../support/ledger-bench.ts";
import { PlainBooks } from "../support/plain-books.ts";
import { tablesShown } from "../support/tables-shown.ts";

const BOOKS = [CARD, UNIDENTIFIED] as const;
/** So small that a few dozen entries are a compaction in several batches, each with rests. */
const SIZES = { least: 2, portion: 3, portions: 2, rows: 3, pack: 2, leastPacked: 2, kept: 2 };

type Step =
  | {
      readonly do: "charge";
      readonly book: BookId;
      readonly down: bigint;
      readonly hour?: number;
      readonly tags?: Tags;
    }
  | { readonly do: "settle" | "adopt"; readonly book: BookId }
  | { readonly do: "lower"; readonly book: BookId; readonly hour: number; readonly down: bigint }
  | { readonly do: "compact"; readonly hours: number }
  | { readonly do: "snapshot" | "cut" };

const down = fc.bigInt({ min: 1n, max: 1n << 40n });
const book = fc.constantFrom(...BOOKS);
const hour = fc.nat({ max: 5 });
const tags: fc.Arbitrary<Tags> = fc.record(
  { class: fc.constantFrom("pos", "bulk"), areas: fc.constantFrom(["cell:1"], ["cell:2", "cell:1"]) },
  { requiredKeys: [] },
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record(
      { do: fc.constant("charge" as const), book, down, hour, tags },
      { requiredKeys: ["do", "book", "down"] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("settle" as const, "adopt" as const), book }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("lower" as const),
      book,
      hour,
      down: fc.bigInt({ min: 0n, max: 1n << 41n }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("compact" as const), hours: hour }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("snapshot" as const, "cut" as const) }) },
);

const settledHour = (piece: string): number | undefined => (Number(piece.slice(-9)) % 3 === 0 ? undefined : hourAt(2));

async function apply(bench: LedgerBench, plain: PlainBooks, step: Step, at: number): Promise<void> {
  const { ledger } = bench;
  switch (step.do) {
    case "charge": {
      const stamp = stampAt(at * HOUR * 0.4);
      const placed = step.hour === undefined ? undefined : hourAt(step.hour);
      await ledger.charge(bench.charge(step.down, { book: step.book, hour: placed, stamp, tags: step.tags }));
      plain.charge(step.book, step.down, placed ?? stamp, step.tags);
      break;
    }
    case "settle":
      await ledger.settle(step.book, (stamp) => {
        const settled = settledHour(pieceOf(stamp));
        return settled === undefined ? undefined : WallMs(settled);
      });
      plain.settle(step.book, settledHour);
      break;
    case "adopt":
      await ledger.adopt(UNIDENTIFIED, step.book);
      plain.adopt(UNIDENTIFIED, step.book);
      break;
    case "lower": {
      const fix = { book: step.book, up: 0n, down: step.down, hour: hourAt(step.hour), why: "", by: "" };
      const written = await ledger.correct({ ...fix, kind: "lowered" });
      const held = ledger.books().includes(step.book) && plain.lower(step.book, hourAt(step.hour), step.down);
      if ((written === "durable") !== held) throw new Error(`lowering was ${written}, and held was ${held}`);
      break;
    }
    case "compact": {
      const hoursBefore = hourAt(step.hours);
      await ledger.compact({ now: hourAt(99), entriesBefore: hourAt(98), hoursBefore }, SIZES);
      for (const id of ledger.books()) plain.close(id, hoursBefore, SIZES.least, SIZES.rows);
      break;
    }
    case "snapshot":
      await ledger.snapshot();
      break;
    case "cut":
      await bench.powerCut();
      break;
  }
}

function shown({ ledger }: LedgerBench, id: BookId) {
  return {
    hours: [...ledger.hours(id, WallMs(0), hourAt(99))].map((row) => `${row.hour}|${tagKey(row.tags)} ${row.down}`),
    pending: ledger.pending(id).map((piece) => `${pieceOf(piece.stamp)}|${tagKey(piece.tags)} ${piece.down}`),
    total: ledger.totals(id).down,
  };
}

/** Anchor, base and the entries that are left against the hours, packed or not, and pending records that the store has. */
async function expectSameReplayed({ ledger, place: { store } }: LedgerBench, id: BookId): Promise<void> {
  const replayed = await salvageBook(store, id);
  const { up, down: held, entries } = ledger.totals(id);
  expect({ ...replayed.left, entries: replayed.head.seq }).toEqual({ up, down: held, entries });
  const stored = await readTables(store, tableRoots(id));
  expect(stored.found).toBeUndefined();
  expect(tablesShown(stored)).toEqual(tablesShown(replayed));
}

test("whatever is charged, settled, adopted, lowered and compacted: totals, hours and waiting bytes are a plain model's, also replayed from what is left, and after a power cut", async () => {
  let taken = 0;
  const plans = fc.array(anyStep, { minLength: 20, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(plans, fc.constantFrom(1, 4), async (steps, snapshotEvery) => {
      const bench = new LedgerBench({ snapshotEvery, witnessEvery: 1n << 39n });
      const plain = new PlainBooks();
      await bench.open();
      for (const [at, step] of [...steps, { do: "cut" } as const].entries()) {
        await apply(bench, plain, step, at);
        for (const id of BOOKS) expect(shown(bench, id)).toEqual(plain.shown(id));
        expect(bench.ledger.damage()).toBeUndefined();
        if (step.do === "compact" || step.do === "cut")
          for (const id of bench.ledger.books()) await expectSameReplayed(bench, id);
      }
      const told = bench.log.said("books-compacted");
      taken += told.length;
      expect([bench.place.aside, bench.log.said("books-not-compacted")]).toEqual([[], []]);
      expect(JSON.stringify(told.map(({ fields }) => fields))).not.toContain("renewed");
    }),
    { numRuns: 250 },
  );
  expect(taken).toBeGreaterThan(250);
}, 60_000);
