import { describe, expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { salvageBook } from "../../src/meter/carry-over.ts";
import { packOp, readPack } from "../../src/meter/hour-pack.ts";
import { HourTable } from "../../src/meter/hour-table.ts";
import { tableRoots } from "../../src/meter/ledger-keys.ts";
import { CARD, hourAt, LedgerBench, stampAt } from "../support/ledger-bench.ts";

/** Nothing but packs: eight rows each, and no entry is taken away. */
const SIZES = { least: 999, portion: 5, portions: 9, rows: 100, kept: 999, pack: 8, leastPacked: 3 };
const OLD = { now: hourAt(1_000), entriesBefore: hourAt(18), hoursBefore: WallMs(0) };
const POS = { class: "pos" };

/** Twenty hours of two kinds each. */
async function written(): Promise<LedgerBench> {
  const bench = new LedgerBench({ snapshotEvery: 8, witnessEvery: 3_000n });
  await bench.open();
  for (let n = 0; n < 40; n += 1)
    await bench.charges(1, { hour: hourAt(n >> 1), ...(n % 2 === 0 ? {} : { tags: POS }) });
  return bench;
}

async function packed(): Promise<LedgerBench> {
  const bench = await written();
  await bench.ledger.compact(OLD, SIZES);
  return bench;
}

const stored = (bench: LedgerBench) => bench.place.store.durable;
const keysBelow = (bench: LedgerBench, root: string): string[] =>
  [...stored(bench).keys()].filter((key) => key.startsWith(`${root}/${CARD}/`)).toSorted();
const shown = ({ ledger }: LedgerBench) => [ledger.totals(CARD), [...ledger.hours(CARD, WallMs(0), hourAt(999))]];
const lower = (bench: LedgerBench, hour: number, down: bigint) =>
  bench.ledger.correct({ kind: "lowered", book: CARD, up: 0n, down, hour: hourAt(hour), why: "", by: "" });

describe("old hours", () => {
  test("lie many in a record, and are the same after a start; younger ones lie apart", async () => {
    const bench = await written();
    const before = shown(bench);
    await bench.ledger.compact(OLD, SIZES);
    expect(bench.log.said("books-compacted").map(({ fields }) => fields)).toMatchObject([{ packed: 36, entries: 0 }]);
    expect(keysBelow(bench, "hours")).toHaveLength(4);
    // Four hours of two rows each in a pack, and two in the last one.
    expect(keysBelow(bench, "packed")).toHaveLength(5);
    expect(shown(bench)).toEqual(before);
    const again = await bench.powerCut();
    expect([again.damage(), shown(bench)]).toEqual([undefined, before]);
  });

  test("are packed once; what is too little waits for more", async () => {
    const bench = await packed();
    const batches = bench.place.store.batches.length;
    await bench.ledger.compact({ ...OLD, entriesBefore: hourAt(19) }, SIZES);
    expect(bench.place.store.batches).toHaveLength(batches);
    await bench.powerCut();
    await bench.ledger.compact({ ...OLD, entriesBefore: hourAt(20) }, SIZES);
    expect([keysBelow(bench, "hours"), keysBelow(bench, "packed").length]).toEqual([[], 6]);
  });

  test("are never divided within an hour", async () => {
    const bench = await written();
    await bench.ledger.compact(OLD, { ...SIZES, pack: 3 });
    expect(keysBelow(bench, "packed")).toHaveLength(9);
  });

  test("take what is booked into them later, and what is taken out, also all of it, and another kind", async () => {
    for (const cut of [false, true]) {
      const bench = await packed();
      if (cut) await bench.powerCut();
      await bench.charges(1, { hour: hourAt(2) });
      await bench.charges(1, { hour: hourAt(3), tags: { class: "bulk" } });
      expect(await lower(bench, 4, 400n)).toBe("durable");
      expect(await lower(bench, 5, 2_000n)).toBe("durable");
      await bench.charges(1, { hour: hourAt(5), tags: POS });
      expect(await lower(bench, 5, 1_000n)).toBe("durable");
      const before = shown(bench);
      const down = (hour: number) => bench.ledger.between(CARD, hourAt(hour), hourAt(hour + 1)).down;
      expect([2, 3, 4, 5].map(down)).toEqual([3_000n, 3_000n, 1_600n, 0n]);
      for (let start = 0; start < 2; start += 1) {
        const again = await bench.powerCut();
        expect([again.damage(), shown(bench)]).toEqual([undefined, before]);
        await again.compact({ ...OLD, entriesBefore: hourAt(20) }, SIZES);
      }
    }
  });

  test("of a card that is adopted go whole, and do not come back", async () => {
    const bench = new LedgerBench({ snapshotEvery: 8 });
    await bench.open();
    for (let n = 0; n < 20; n += 1) await bench.charges(1, { book: UNIDENTIFIED, hour: hourAt(n) });
    await bench.ledger.compact(OLD, SIZES);
    await bench.ledger.adopt(UNIDENTIFIED, CARD);
    const again = await bench.powerCut();
    expect([again.damage(), again.totals(UNIDENTIFIED).down, again.totals(CARD).down]).toEqual([
      undefined,
      0n,
      20_000n,
    ]);
  });

  test("booked while they are packed are in neither twice", async () => {
    const bench = await written();
    const counting = [];
    for (let n = 0; n < 40; n += 1) counting.push(bench.charges(1, { hour: hourAt(n >> 1), stamp: stampAt(n) }));
    await Promise.all([bench.ledger.compact(OLD, SIZES), ...counting]);
    const before = shown(bench);
    expect(bench.ledger.totals(CARD).down).toBe(80_000n);
    const again = await bench.powerCut();
    expect([again.damage(), shown(bench)]).toEqual([undefined, before]);
  });

  test("a kill between two packs loses nothing, and the next compaction goes on", async () => {
    const bench = await written();
    const [before, start, first] = [shown(bench), new Map(stored(bench)), bench.place.store.batches.length];
    await bench.ledger.compact(OLD, SIZES);
    const batches = bench.place.store.batches.slice(first);
    expect(batches).toHaveLength(5);
    for (let upTo = 0; upTo <= batches.length; upTo += 1) {
      const cut = new LedgerBench(bench.options);
      cut.witnesses = bench.witnesses.copy();
      for (const [key, value] of start) cut.place.store.durable.set(key, value);
      for (const batch of batches.slice(0, upTo)) await cut.place.store.write(batch);
      await cut.open();
      expect([cut.ledger.damage(), shown(cut)]).toEqual([undefined, before]);
      await cut.ledger.compact(OLD, SIZES);
      expect(keysBelow(cut, "packed")).toEqual(keysBelow(bench, "packed"));
    }
  });
});

describe("hours beyond the retention go from their packs too", () => {
  test.each([
    ["at a pack's edge, where the last one stays until the next time", 8, 4],
    ["within a pack", 9, 3],
    ["with the last pack", 18, 0],
    ["beyond the packs", 19, 0],
  ])("%s", async (_, hour, packs) => {
    const bench = await packed();
    const totals = bench.ledger.totals(CARD);
    const inside = [...bench.ledger.hours(CARD, hourAt(hour), hourAt(99))];
    // A record above a pack, and one of nothing.
    await lower(bench, 1, 0n);
    await lower(bench, 2, 1_000n);
    await bench.charges(1, { hour: hourAt(2) });
    await bench.ledger.compact({ ...OLD, hoursBefore: hourAt(hour) }, { ...SIZES, least: 4 });
    expect(keysBelow(bench, "packed")).toHaveLength(packs);
    expect(keysBelow(bench, "hours").filter((key) => key < `hours/${CARD}/00${hourAt(hour)}`)).toEqual([]);
    for (const ledger of [bench.ledger, await bench.powerCut()]) {
      expect([ledger.damage(), ledger.totals(CARD).down]).toEqual([undefined, totals.down]);
      expect([...ledger.hours(CARD, WallMs(0), hourAt(99))]).toEqual(inside);
    }
  });
});

describe("damage to a pack", () => {
  test.each([
    ["it is gone", (bench: LedgerBench, key: string) => stored(bench).delete(key), "do not add up"],
    ["it was changed", (bench: LedgerBench, key: string) => stored(bench).set(key, "00000000 {}"), "1 records of"],
    [
      "it is another's",
      (bench: LedgerBench, key: string) =>
        stored(bench).set(key, stored(bench).get(keysBelow(bench, "packed")[0] ?? "") ?? ""),
      "1 records of",
    ],
  ])("is found when %s; its hours come back to the byte, and are packed again", async (_, harm, found) => {
    const bench = await packed();
    const before = shown(bench);
    harm(bench, keysBelow(bench, "packed")[1] ?? "");
    const ledger = await bench.powerCut();
    expect(ledger.damage()?.books).toMatchObject([{ book: CARD, found: expect.stringContaining(found) }]);
    expect([shown(bench), keysBelow(bench, "packed")]).toEqual([before, []]);
    await ledger.compact(OLD, SIZES);
    expect(keysBelow(bench, "packed")).toHaveLength(5);
    await bench.powerCut();
    expect(shown(bench)).toEqual(before);
  });

  test("is not found again where the entries' own sums were gone on with", async () => {
    const bench = await packed();
    // Without its first entries only the snapshot tells of them, and the hours as they lie there.
    const first = [...stored(bench).keys()].find((key) => key.startsWith(`ledger/${CARD}/`)) ?? "";
    stored(bench).delete(first);
    const ledger = await bench.powerCut();
    expect([ledger.damage()?.books.length, ledger.totals(CARD).down]).toEqual([1, 40_000n]);
    await ledger.compact(OLD, SIZES);
    expect(keysBelow(bench, "hours")).toHaveLength(4);
    const replayed = await salvageBook(bench.place.store, CARD);
    expect([...replayed.hours.rows(-Infinity, Infinity)]).toEqual(shown(bench)[1]);
  });
});

describe("the record of a pack", () => {
  const roots = tableRoots(CARD);
  const table = new HourTable();
  for (const [hour, tags, up, down] of [
    [0, undefined, 0n, 7n],
    [0, POS, 1n << 62n, 0n],
    [30, POS, 5n, 1n],
  ] as const)
    table.add(hourAt(hour), { up, down }, tags);
  const rows = table.columns(0, Infinity);

  test("gives back what was put in", () => {
    const op = packOp(roots, rows);
    expect("put" in op && readPack(op.put, op.value)).toEqual(rows);
    const read = new HourTable();
    // A table that knows the kinds by other numbers.
    read.add(hourAt(-1), { up: 1n, down: 0n }, { class: "bulk" });
    expect([read.append(rows), read.append(rows)]).toEqual([true, false]);
    expect([...read.rows(hourAt(0), Infinity)]).toEqual([...table.rows(0, Infinity)]);
  });

  test("is read under its own key alone, and as it was written alone", () => {
    const op = packOp(roots, rows);
    if (!("put" in op)) throw new Error("a pack is put");
    expect(readPack(`${op.put}0`, op.value)).toBeUndefined();
    for (let at = 0; at < op.value.length; at += 1) {
      const flipped =
        op.value.slice(0, at) + String.fromCodePoint(op.value.charCodeAt(at) ^ 1) + op.value.slice(at + 1);
      expect(readPack(op.put, flipped)).toBeUndefined();
    }
  });
});
