import { describe, expect, test } from "vitest";
import { UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { MOST_TAGS } from "../../src/meter/hour-table.ts";
import type { Tags } from "../../src/meter/tags.ts";
import { BOOKS_OF_SCHEMA_1 } from "../support/books-of-schema-1.ts";
import { BOOT, CARD, cursorAt, hourAt, LedgerBench, NOON, stampAt } from "../support/ledger-bench.ts";
import { WallMs } from "../../src/base/instant.ts";

const POS: Tags = { class: "pos" };
const LTE: Tags = { rat: "lte", areas: ["cell:1", "province:gx"] };

async function opened(): Promise<LedgerBench> {
  const bench = new LedgerBench();
  await bench.open();
  return bench;
}

const hoursOf = (bench: LedgerBench, book = CARD) =>
  [...bench.ledger.hours(book, WallMs(0), hourAt(99))].map(({ hour, tags, down }) => [hour, tags, down]);

/** Before and after a power cut. */
async function twice(bench: LedgerBench, look: () => void): Promise<void> {
  look();
  expect((await bench.powerCut()).damage()).toBeUndefined();
  look();
}

describe("books of before there were tags", () => {
  test("are read as they are, verify, and go on with tagged bytes in their hours", async () => {
    const bench = await opened();
    for (const [key, value] of BOOKS_OF_SCHEMA_1) bench.place.store.durable.set(key, value);
    const ledger = await bench.powerCut();
    expect([ledger.damage(), ledger.totals(CARD)]).toEqual([undefined, { up: 7n, down: 2_900n, entries: 4 }]);
    expect(ledger.pending(CARD)).toEqual([{ bootId: BOOT, stamp: stampAt(5_000_000), up: 0n, down: 1_000n }]);
    expect(hoursOf(bench)).toEqual([
      [NOON, undefined, 900n],
      [hourAt(1), undefined, 1_000n],
    ]);
    await bench.charges(1, { tags: POS });
    await twice(bench, () =>
      expect(hoursOf(bench)).toEqual([
        [NOON, undefined, 900n],
        [NOON, POS, 1_000n],
        [hourAt(1), undefined, 1_000n],
      ]),
    );
  });

  test("are what is still written where nothing is known of the bytes, to the byte", async () => {
    const bench = new LedgerBench({ snapshotEvery: 3 });
    await bench.open();
    const fix = {
      book: CARD,
      kind: "lowered",
      up: 0n,
      down: 100n,
      hour: NOON,
      why: "a phantom",
      by: "the shop",
    } as const;
    await bench.charges(1, { up: 7n });
    await bench.charges(1, { hour: undefined, stamp: stampAt(5_000_000) });
    await bench.ledger.correct(fix);
    await bench.charges(1, { hour: hourAt(1) });
    expect([...bench.place.store.durable]).toEqual(BOOKS_OF_SCHEMA_1);
  });
});

describe("what is known of bytes", () => {
  test("goes with them: into the entry, the hour, and over a power cut, areas in any order", async () => {
    const bench = await opened();
    await bench.charges(1, { tags: { areas: ["province:gx", "cell:1", "cell:1"], rat: "lte" } });
    await bench.charges(2, { tags: LTE });
    await bench.charges(1);
    await twice(bench, () =>
      expect(hoursOf(bench)).toEqual([
        [NOON, undefined, 1_000n],
        [NOON, LTE, 3_000n],
      ]),
    );
    expect([...bench.place.store.durable.keys()]).toContain(`hours/${CARD}/00${NOON}/rat=lte;areas=cell:1,province:gx`);
  });

  test("goes with them when their hour is known later, and when their card is", async () => {
    const bench = await opened();
    const waiting = { book: UNIDENTIFIED, hour: undefined, stamp: stampAt(5) };
    await bench.charges(1, { ...waiting, tags: POS });
    await bench.charges(2, { ...waiting });
    await bench.charges(1, { book: UNIDENTIFIED, tags: LTE });
    await bench.ledger.adopt(UNIDENTIFIED, CARD);
    expect(bench.ledger.pending(CARD).map(({ tags, down }) => [tags, down])).toEqual([
      [undefined, 2_000n],
      [POS, 1_000n],
    ]);
    await bench.ledger.settle(CARD, () => hourAt(-1));
    await twice(bench, () => {
      expect(hoursOf(bench)).toEqual([
        [hourAt(-1), undefined, 2_000n],
        [hourAt(-1), POS, 1_000n],
        [NOON, LTE, 1_000n],
      ]);
      expect([hoursOf(bench, UNIDENTIFIED), bench.ledger.pending(CARD)]).toEqual([[], []]);
    });
  });

  test("keeps entries apart that wait for the disk", async () => {
    const bench = await opened();
    await bench.charges(1);
    bench.place.store.refuse();
    for (const tags of [undefined, POS, POS, LTE]) await bench.charges(1, { tags });
    bench.place.store.relent();
    expect(bench.ledger.totals(CARD).entries).toBe(4);
    await twice(bench, () => expect(hoursOf(bench).map(([, , down]) => down)).toEqual([2_000n, 2_000n, 1_000n]));
  });

  test("is beyond what an hour keeps apart counted untagged, told once, and replayed the same", async () => {
    const bench = await opened();
    for (let n = 0; n < MOST_TAGS + 5; n += 1) await bench.charges(1, { tags: { areas: [`cell:${n}`] } });
    expect(bench.ledger.crowded).toBe(true);
    expect(bench.log.said("hours-crowded")).toEqual([
      { level: "warn", event: "hours-crowded", fields: { book: "898600**********1234", most: 64 } },
    ]);
    await twice(bench, () => {
      expect(hoursOf(bench)).toHaveLength(MOST_TAGS + 1);
      expect(hoursOf(bench)[0]).toEqual([NOON, undefined, 5_000n]);
    });
  });

  test("comes back from the entries where an hour's record is lost", async () => {
    const bench = await opened();
    await bench.charges(3, { tags: POS });
    await bench.charges(2, { tags: LTE, hour: hourAt(1) });
    bench.place.store.durable.delete(`hours/${CARD}/00${NOON}/class=pos`);
    const ledger = await bench.powerCut();
    expect(ledger.damage()?.books).toMatchObject([{ book: CARD }]);
    expect(hoursOf(bench)).toEqual([
      [NOON, POS, 3_000n],
      [hourAt(1), LTE, 2_000n],
    ]);
  });
});

describe("a person's correction of an hour of several kinds", () => {
  const fix = { book: CARD, up: 0n, hour: NOON, why: "a phantom", by: "the shop" } as const;

  async function mixed(): Promise<LedgerBench> {
    const bench = await opened();
    for (const tags of [LTE, undefined, POS]) await bench.charges(1, { tags });
    return bench;
  }

  test("takes untagged bytes first, then the kinds in the order of their keys, an entry for each", async () => {
    const bench = await mixed();
    expect(await bench.ledger.correct({ ...fix, kind: "lowered", down: 2_300n })).toBe("durable");
    expect(bench.ledger.totals(CARD)).toEqual({ up: 0n, down: 700n, entries: 6 });
    await twice(bench, () => expect(hoursOf(bench)).toEqual([[NOON, LTE, 700n]]));
    expect(await bench.ledger.correct({ ...fix, kind: "lowered", down: 701n })).toBe("not-held");
  });

  test("takes the kind that it names, no other, and adds to what it names", async () => {
    const bench = await mixed();
    expect(await bench.ledger.correct({ ...fix, kind: "lowered", down: 1_001n, tags: POS })).toBe("not-held");
    await bench.ledger.correct({ ...fix, kind: "lowered", down: 400n, tags: POS });
    await bench.ledger.correct({ ...fix, kind: "raised", down: 50n, tags: LTE });
    await bench.ledger.correct({ ...fix, kind: "raised", down: 1n });
    await twice(bench, () =>
      expect(hoursOf(bench)).toEqual([
        [NOON, undefined, 1_001n],
        [NOON, POS, 600n],
        [NOON, LTE, 1_050n],
      ]),
    );
  });
});

test("bytes that only the witness knows are of no kind, and what another book took over goes kind by kind", async () => {
  const bench = new LedgerBench({ witnessEvery: 1n });
  await bench.open();
  await bench.charges(2, { book: UNIDENTIFIED, tags: POS });
  const before = new Map(bench.place.store.durable);
  await bench.ledger.adopt(UNIDENTIFIED, CARD);
  bench.place.store.durable.clear();
  for (const [key, value] of before) bench.place.store.durable.set(key, value);
  const ledger = await bench.powerCut();
  expect([ledger.totals(CARD).down, hoursOf(bench, UNIDENTIFIED)]).toEqual([2_000n, []]);
  expect(hoursOf(bench)).toEqual([[NOON, undefined, 2_000n]]);
  expect(ledger.cursor("wwan0")).toEqual(cursorAt(2_000n));
});
