import { describe, expect, test } from "vitest";
import { UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { NEW_HEAD } from "../../src/meter/book-head.ts";
import { salvageBook } from "../../src/meter/carry-over.ts";
import { anchorKey, entryKey } from "../../src/meter/ledger-keys.ts";
import { anchorOp } from "../../src/meter/snapshot.ts";
import { CARD, cursorAt, hourAt, LedgerBench, NOON, OTHER_CARD } from "../support/ledger-bench.ts";
import { WallMs } from "../../src/base/instant.ts";

const SIZES = { least: 4, portion: 5, portions: 9, rows: 100, kept: 6, pack: 4, leastPacked: 999 };
const OLD = { now: hourAt(1_000), entriesBefore: hourAt(900), hoursBefore: WallMs(0) };
const POS = { class: "pos" };

/** 40 entries of the card, two an hour, one of them of a kind; snapshots every 8 entries, a witness every 3,000 bytes. */
async function written(): Promise<LedgerBench> {
  const bench = new LedgerBench({ snapshotEvery: 8, witnessEvery: 3_000n });
  await bench.open();
  await bench.charges(2, { book: OTHER_CARD, hour: hourAt(-1) });
  for (let n = 0; n < 40; n += 1)
    await bench.charges(1, { hour: hourAt(n >> 1), ...(n % 2 === 0 ? {} : { tags: POS }) });
  return bench;
}

const stored = (bench: LedgerBench) => bench.place.store.durable;
const seqsOf = (bench: LedgerBench): number[] =>
  [...stored(bench).keys()].flatMap((key) =>
    key.startsWith(`ledger/${CARD}/`) && key !== anchorKey(CARD) ? [Number(key.slice(-12))] : [],
  );
const shown = ({ ledger }: Pick<LedgerBench, "ledger">) => [
  ledger.totals(CARD),
  [...ledger.hours(CARD, WallMs(0), hourAt(999))],
  ledger.pending(CARD),
  ledger.cursor("wwan0"),
];

describe("a compaction", () => {
  test("takes the oldest entries, in batches; those of the snapshots, of the witness and the last ones stay", async () => {
    const bench = await written();
    const before = shown(bench);
    const batches = bench.place.store.batches.length;
    await bench.ledger.compact(OLD, SIZES);
    // The older of the two snapshots is of entry 32, and portions are of five.
    expect(seqsOf(bench)[0]).toBe(31);
    expect(bench.place.store.batches.length - batches).toBe(6);
    expect(shown(bench)).toEqual(before);
    expect(bench.log.said("books-compacted")).toEqual([
      {
        level: "info",
        event: "books-compacted",
        fields: { book: "898600**********1234", entries: 30, hours: 0, packed: 0 },
      },
    ]);
    const again = await bench.powerCut();
    expect([again.damage(), shown(bench)]).toEqual([undefined, before]);
  });

  test("leaves entries of which the witness's older slot tells: the newer one may be torn by the next power cut", async () => {
    const bench = await written();
    await bench.ledger.charge(bench.charge(1_000n, { hour: hourAt(20) }));
    const [, older] = bench.witnesses.files.get(CARD) ?? [];
    const kept = new LedgerBench(bench.options);
    await kept.open();
    await kept.charges(9, { hour: hourAt(0) });
    const early = kept.witnesses.files.get(CARD)?.[0];
    expect([older, early]).not.toContain(undefined);
    // A slot that was not written for long: entry 7 is the last that it knows.
    if (early !== undefined) bench.witnesses.files.get(CARD)?.[1].set(early);
    await bench.ledger.compact(OLD, { ...SIZES, least: 1 });
    expect(seqsOf(bench)[0]).toBe(7);
  });

  test("writes nothing when there is not much to take, and nothing of what is young", async () => {
    const bench = await written();
    const batches = bench.place.store.batches.length;
    await bench.ledger.compact(OLD, { ...SIZES, least: 32, portion: 64 });
    await bench.ledger.compact({ ...OLD, entriesBefore: hourAt(1) }, SIZES);
    await bench.ledger.compact({ ...OLD, entriesBefore: hourAt(1) }, { ...SIZES, least: 3 });
    expect(bench.place.store.batches).toHaveLength(batches);
    await bench.ledger.compact({ ...OLD, entriesBefore: hourAt(3) }, SIZES);
    expect([bench.place.store.batches.length - batches, seqsOf(bench)[0]]).toEqual([1, 6]);
  });

  test("is not held up for ever by entries that a clock which was ahead booked into the future", async () => {
    const bench = new LedgerBench({ snapshotEvery: 8 });
    await bench.open();
    await bench.charges(3, { hour: hourAt(99_999) });
    await bench.charges(29);
    await bench.ledger.compact(OLD, SIZES);
    expect(seqsOf(bench)[0]).toBe(21);
  });

  test("does nothing while the disk refuses, and stops where it begins to", async () => {
    const bench = await written();
    bench.place.store.refuse();
    await bench.ledger.compact(OLD, SIZES);
    expect(bench.place.store.keptKeys).toBe(0);
    bench.place.store.relent();
    const compacting = bench.ledger.compact(OLD, SIZES);
    bench.place.store.refuse();
    await compacting;
    expect(bench.place.store.keptKeys).toBeLessThan(20);
    bench.place.store.relent();
    const before = shown(bench);
    await bench.powerCut();
    await bench.ledger.compact(OLD, SIZES);
    expect([seqsOf(bench)[0], bench.ledger.damage(), shown(bench)]).toEqual([31, undefined, before]);
  });

  test("runs beside the counting, is run once when it is asked for twice, and a stop waits for its batch alone", async () => {
    const bench = await written();
    const counting = Promise.all([
      bench.ledger.compact(OLD, SIZES),
      bench.ledger.compact(OLD, SIZES),
      bench.charges(6, { hour: hourAt(20), tags: POS }),
    ]);
    await bench.ledger.close();
    await counting;
    expect(bench.log.said("books-compacted").length).toBeLessThanOrEqual(1);
    const before = shown(bench);
    const again = await bench.powerCut();
    expect([again.damage(), shown(bench)]).toEqual([undefined, before]);
    const replayed = await salvageBook(bench.place.store, CARD);
    expect([...replayed.hours.rows(-Infinity, Infinity)]).toEqual(before[1]);
  });

  test("that is killed between two batches leaves books that verify, and the next one goes on", async () => {
    const bench = await written();
    const before = shown(bench);
    const start = new Map(stored(bench));
    const first = bench.place.store.batches.length;
    await bench.ledger.compact({ ...OLD, hoursBefore: hourAt(9) }, SIZES);
    const batches = bench.place.store.batches.slice(first);
    expect(batches).toHaveLength(7);
    for (let upTo = 0; upTo <= batches.length; upTo += 1) {
      const cut = new LedgerBench(bench.options);
      cut.witnesses = bench.witnesses.copy();
      for (const [key, value] of start) cut.place.store.durable.set(key, value);
      for (const batch of batches.slice(0, upTo)) await cut.place.store.write(batch);
      // A database that left something out, as far as it knows: everything is walked through.
      cut.place.answers.push({ kind: "open", store: cut.place.store, leftOut: "dropping 7 bytes; Corruption" });
      await cut.open();
      expect(cut.ledger.damage()).toBeUndefined();
      // The last one closes hours.
      expect(shown(cut)).toEqual(upTo < batches.length ? before : shown(bench));
      const replayed = await salvageBook(cut.place.store, CARD);
      expect([...replayed.hours.rows(-Infinity, Infinity)]).toEqual([
        ...cut.ledger.hours(CARD, WallMs(0), hourAt(999)),
      ]);
      await cut.ledger.compact({ ...OLD, hoursBefore: hourAt(9) }, SIZES);
      expect(shown(cut)).toEqual(shown(bench));
      expect(seqsOf(cut)[0]).toBe(31);
    }
  });
});

describe("hours beyond the retention", () => {
  const bounds = { ...OLD, hoursBefore: hourAt(10) };

  test("are in the total alone; no total, and no hour within it, is another than before", async () => {
    const bench = await written();
    const totals = bench.ledger.totals(CARD);
    const [inside, all] = [
      [...bench.ledger.hours(CARD, hourAt(10), hourAt(99))],
      bench.ledger.between(CARD, hourAt(0), hourAt(99)).down,
    ];
    await bench.ledger.compact(bounds, SIZES);
    for (const ledger of [bench.ledger, await bench.powerCut()]) {
      expect(ledger.totals(CARD)).toEqual(totals);
      expect([...ledger.hours(CARD, WallMs(0), hourAt(99))]).toEqual(inside);
      expect([all, ledger.between(CARD, hourAt(0), hourAt(99)).down]).toEqual([40_000n, 20_000n]);
      expect([ledger.damage(), ledger.lastHour()]).toEqual([undefined, hourAt(19)]);
    }
  });

  test("take up what is booked into them later, and are adopted with the rest", async () => {
    const bench = new LedgerBench({ snapshotEvery: 8 });
    await bench.open();
    for (let n = 0; n < 20; n += 1) await bench.charges(1, { book: UNIDENTIFIED, hour: hourAt(n) });
    await bench.ledger.compact(bounds, SIZES);
    await bench.charges(1, { book: UNIDENTIFIED, hour: hourAt(0) });
    await bench.ledger.adopt(UNIDENTIFIED, CARD);
    for (const ledger of [bench.ledger, await bench.powerCut()]) {
      expect([ledger.totals(UNIDENTIFIED).down, ledger.totals(CARD).down]).toEqual([0n, 21_000n]);
      // In no hour of the taker's, so that whoever rates it from its first hour on begins where its hours do.
      expect([...ledger.hours(CARD, WallMs(0), hourAt(99))].map(({ hour }) => hour)[0]).toBe(hourAt(10));
      expect(ledger.between(CARD, WallMs(0), hourAt(99)).down).toBe(10_000n);
      expect([ledger.damage(), ledger.lastHour()]).toEqual([undefined, hourAt(19)]);
    }
  });

  test("are closed in portions of whole hours", async () => {
    const bench = await written();
    await bench.ledger.compact({ ...OLD, hoursBefore: hourAt(10) }, { ...SIZES, rows: 5 });
    // The sixth row is the second one of hour 2: that hour stays whole.
    expect(bench.ledger.between(CARD, hourAt(0), hourAt(99)).down).toBe(36_000n);
    expect([...bench.ledger.hours(CARD, hourAt(2), hourAt(3))]).toHaveLength(2);
  });
});

describe("damage after a compaction", () => {
  async function compacted(): Promise<LedgerBench> {
    const bench = await written();
    await bench.ledger.compact(OLD, SIZES);
    return bench;
  }

  test.each([
    ["an hour", `hours/${CARD}/00${NOON}`],
    ["an hour of a kind", `hours/${CARD}/00${NOON}/class=pos`],
  ])("to %s whose entries are gone is found, and the base gives it back to the byte", async (_, key) => {
    const bench = await compacted();
    const before = shown(bench);
    stored(bench).delete(key);
    const ledger = await bench.powerCut();
    expect(ledger.damage()?.books).toMatchObject([{ book: CARD, found: "The hours do not add up to the total." }]);
    expect(shown(bench)).toEqual(before);
  });

  test.each([
    ["its anchor is gone", (b: LedgerBench) => stored(b).delete(anchorKey(CARD)), /Entry 1 is missing/],
    ["its anchor was changed", (b: LedgerBench) => stored(b).set(anchorKey(CARD), "0"), /Entry 1 is missing/],
    ["the entry after its anchor is gone", (b: LedgerBench) => stored(b).delete(entryKey(CARD, 31)), /Entry 31 is mis/],
    [
      "its last entries are gone",
      (b: LedgerBench) => [39, 40].forEach((seq) => stored(b).delete(entryKey(CARD, seq))),
      /Entry 40, to which the snapshot/,
    ],
  ])("is found when %s, and the totals are kept", async (_, harm, found) => {
    const bench = await compacted();
    harm(bench);
    const ledger = await bench.powerCut();
    expect(ledger.damage()?.books).toMatchObject([{ book: CARD, found: expect.stringMatching(found) }]);
    expect(ledger.totals(CARD).down).toBeGreaterThanOrEqual(39_000n);
    expect(ledger.cursor("wwan0")).toEqual(cursorAt(ledger.totals(CARD).down + 2_000n));
    // And that is found once.
    expect((await bench.powerCut()).damage()?.books).toHaveLength(1);
    expect(bench.place.aside).toHaveLength(1);
  });

  test("is found when the anchor is of an entry that the book does not come to", async () => {
    const bench = await compacted();
    const later = anchorOp(CARD, { ...NEW_HEAD, seq: 99 });
    stored(bench).set(anchorKey(CARD), "put" in later ? later.value : "");
    expect((await bench.powerCut()).damage()?.books).toMatchObject([
      { book: CARD, found: "The book ends at entry 40; its anchor is of entry 99." },
    ]);
    expect(bench.ledger.totals(CARD).down).toBe(40_000n);
  });

  test("to the base harms no figure: the next compaction makes it anew from the book", async () => {
    const bench = await compacted();
    stored(bench).delete(`base/${CARD}/hours/00${NOON}`);
    const before = shown(bench);
    await bench.powerCut();
    await bench.charges(20, { hour: hourAt(21) });
    await bench.ledger.compact(OLD, SIZES);
    expect(bench.log.said("books-compacted").at(-1)?.fields).toMatchObject({ renewed: true });
    const replayed = await salvageBook(bench.place.store, CARD);
    expect([...replayed.hours.rows(-Infinity, hourAt(21))]).toEqual(before[1]);
    // What lies before the new anchor goes with the compaction after that.
    await bench.charges(20, { hour: hourAt(22) });
    await bench.ledger.compact(OLD, SIZES);
    const again = await bench.powerCut();
    expect([again.damage(), again.totals(CARD).down]).toEqual([undefined, 80_000n]);
    expect(seqsOf(bench)[0]).toBeGreaterThan(50);
  });

  test("among the old entries that were to go is told, and nothing is taken", async () => {
    const bench = await written();
    stored(bench).delete(entryKey(CARD, 3));
    await bench.ledger.compact(OLD, SIZES);
    expect(bench.log.said("books-not-compacted").map(({ fields }) => fields?.["found"])).toEqual([
      "Entry 3 is missing, and later ones are there.",
    ]);
    expect(seqsOf(bench)).toHaveLength(39);
  });

  test("that was recovered from does not keep old entries for ever", async () => {
    const bench = await written();
    [3, 40].forEach((seq) => stored(bench).delete(entryKey(CARD, seq)));
    await bench.powerCut();
    await bench.charges(24, { hour: hourAt(20) });
    const before = shown(bench);
    await bench.ledger.compact(OLD, SIZES);
    expect([seqsOf(bench)[0], shown(bench)]).toEqual([expect.any(Number), before]);
    expect(seqsOf(bench)[0]).toBeGreaterThan(30);
    const again = await bench.powerCut();
    expect([again.damage()?.books.length, bench.place.aside.length, shown(bench)]).toEqual([1, 1, before]);
  });
});
