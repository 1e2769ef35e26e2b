import { describe, expect, test } from "vitest";
import { UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { hourOp } from "../../src/meter/hour-record.ts";
import { entryKey, tableRoots } from "../../src/meter/ledger-keys.ts";
import { CARD, cursorAt, hourAt, LedgerBench, NOON, OTHER_CARD, stampAt } from "../support/ledger-bench.ts";

/** Two books: 20 entries of the card, 2 of the other one; snapshots every 8 entries, a witness every 3,000 bytes. */
async function written(): Promise<LedgerBench> {
  const bench = new LedgerBench({ snapshotEvery: 8, witnessEvery: 3_000n });
  await bench.open();
  await bench.charges(2, { book: OTHER_CARD, hour: hourAt(-1) });
  await bench.charges(20);
  await bench.ledger.charge(bench.charge(0n), [{ put: "outbox/1", value: "hello" }]);
  return bench;
}

const stored = (bench: LedgerBench) => bench.place.store.durable;
const forget = (bench: LedgerBench, ...seqs: readonly number[]): void =>
  seqs.forEach((seq) => stored(bench).delete(entryKey(CARD, seq)));

function hourRecord(down: bigint): readonly [key: string, value: string] {
  const op = hourOp(tableRoots(CARD), { hour: NOON, tags: undefined, up: 0n, down });
  return "put" in op ? [op.put, op.value] : ["", ""];
}

/** Every place where a database may lose something, and what of the card's 20 entries verifies then. */
const harms: readonly (readonly [string, (bench: LedgerBench) => void, { kept: number; found: RegExp }])[] = [
  ["a batch in the middle is gone", (b) => forget(b, 18), { kept: 17, found: /Entry 18 is missing/ }],
  [
    "the last batches are gone, and the witness knows them",
    (b) => forget(b, 19, 20),
    { kept: 18, found: /ends at entry 18; its witness knows 19/ },
  ],
  [
    "an entry was changed",
    (b) => stored(b).set(entryKey(CARD, 19), stored(b).get(entryKey(CARD, 19))?.replace('"1000"', '"1001"') ?? ""),
    { kept: 18, found: /Entry 19 is not what was written/ },
  ],
  [
    "an entry stands in another's place",
    (b) => stored(b).set(entryKey(CARD, 18), stored(b).get(entryKey(CARD, 19)) ?? ""),
    { kept: 17, found: /Entry 18 is not what was written/ },
  ],
  [
    "the entry of the last snapshot is gone",
    (b) => forget(b, 16),
    { kept: 20, found: /Entry 16, to which the snapshot/ },
  ],
  [
    "the last batch is gone, with it no later witness, but not the interface's cursor",
    (b) => {
      forget(b, 20);
      stored(b).set(...hourRecord(19_000n));
    },
    { kept: 19, found: /cursor is of a later entry/ },
  ],
  ["an hour is gone", (b) => stored(b).delete(`hours/${CARD}/00${NOON}`), { kept: 20, found: /do not add up/ }],
  [
    "an hour was changed",
    (b) => stored(b).set(`hours/${CARD}/00${NOON}`, `00000000 {"hour":${NOON},"up":"0","down":"0"}`),
    { kept: 20, found: /1 records of hours are unreadable/ },
  ],
];

describe.each(harms)("%s:", (_, harm, { kept, found }) => {
  test("damaged, never new; what verifies is kept, what the witness knew is used, and nothing is counted twice", async () => {
    const bench = await written();
    harm(bench);
    const ledger = await bench.powerCut();
    const witnessed = ledger.totals(CARD).down;
    expect(witnessed).toBeGreaterThanOrEqual(19_000n);
    expect(witnessed).toBeLessThanOrEqual(20_000n);
    // The kernel's counters go on from exactly what the book holds: 2,000 bytes are the other card's.
    expect(ledger.cursor("wwan0")?.ipRx).toBe(witnessed + 2_000n);
    const damage = ledger.damage();
    expect(damage?.books).toEqual([
      {
        book: CARD,
        found: expect.stringMatching(found),
        kept: { entries: kept, up: 0n, down: BigInt(kept) * 1_000n },
        assumed: { up: 0n, down: witnessed - BigInt(kept) * 1_000n },
      },
    ]);
    expect(damage?.setAside).toEqual(["/memory/store.damaged-1"]);
    expect(ledger.between(CARD, NOON, hourAt(1)).down).toBe(witnessed);
    expect(bench.log.said("books-damaged")).toHaveLength(1);
  });

  test("the other book and the outbox are carried over whole", async () => {
    const bench = await written();
    harm(bench);
    const ledger = await bench.powerCut();
    expect(ledger.totals(OTHER_CARD)).toEqual({ up: 0n, down: 2_000n, entries: 2 });
    expect(ledger.between(OTHER_CARD, hourAt(-1), hourAt(0)).down).toBe(2_000n);
    expect(stored(bench).get("outbox/1")).toBe("hello");
  });

  test("the next starts find everything in order, and the damage until somebody acknowledges it", async () => {
    const bench = await written();
    harm(bench);
    const { down } = (await bench.powerCut()).totals(CARD);
    await bench.charges(3);
    const again = await bench.powerCut();
    expect(again.totals(CARD).down).toBe(down + 3_000n);
    expect([again.damage()?.books.length, bench.place.aside.length]).toEqual([1, 1]);
    await again.acknowledge("a person");
    expect([again.damage(), (await bench.powerCut()).damage()]).toEqual([undefined, undefined]);
    expect([...stored(bench).keys()].filter((key) => key.startsWith("damage/"))).toHaveLength(1);
  });
});

test("an empty database beside a witness is damaged, and everything the witness knew is used", async () => {
  const bench = await written();
  stored(bench).clear();
  const ledger = await bench.powerCut();
  expect(ledger.totals(CARD).down).toBe(19_000n);
  // Witnessed with the last one of the other card, whose cursor stands for its bytes too.
  expect(ledger.totals(OTHER_CARD).down).toBe(2_000n);
  expect(ledger.between(CARD, NOON, hourAt(1)).down).toBe(19_000n);
  expect(ledger.damage()?.books.map(({ book, kept }) => [book, kept.entries])).toEqual([
    [CARD, 0],
    [OTHER_CARD, 0],
  ]);
});

test("an older database (a backup that was put back) is damaged in the same way", async () => {
  const bench = await written();
  const backup = new Map(stored(bench));
  await bench.charges(10, { hour: hourAt(1) });
  stored(bench).clear();
  for (const [key, value] of backup) stored(bench).set(key, value);
  const ledger = await bench.powerCut();
  expect(ledger.damage()?.books).toMatchObject([{ book: CARD, found: expect.stringMatching(/its witness knows/) }]);
  expect(ledger.totals(CARD).down).toBeGreaterThanOrEqual(28_000n);
  expect(ledger.between(CARD, hourAt(1), hourAt(2)).down).toBe(ledger.totals(CARD).down - 20_000n);
});

test("the database of another device, whole in itself, is not the one that the witness knows", async () => {
  const bench = await written();
  const other = new LedgerBench(bench.options);
  await other.open();
  await other.charges(40, { up: 1n });
  bench.place = other.place;
  const ledger = await bench.powerCut();
  const damage = ledger.damage()?.books.find(({ book }) => book === CARD);
  expect(damage?.found).toBe("Entry 19 is not the one that the witness knows.");
  expect(ledger.totals(CARD)).toMatchObject({ up: 40n, down: 40_000n });
});

test("a database that does not open is set aside, and what can be read of it is gone on with", async () => {
  const bench = await written();
  bench.place = bench.place.afterPowerCut();
  bench.place.answers.push({ kind: "damaged", found: "Corruption: CURRENT file does not end with newline" });
  const ledger = await bench.open();
  expect(ledger.totals(CARD)).toEqual({ up: 0n, down: 20_000n, entries: 20 });
  expect(ledger.damage()).toEqual({
    since: bench.clock.wallMs(),
    found: "The database does not open: Corruption: CURRENT file does not end with newline.",
    setAside: ["/memory/store.damaged-1"],
    books: [],
  });
});

describe("a witness that cannot be read", () => {
  const tear = (bench: LedgerBench, ...slots: readonly (0 | 1)[]): void =>
    slots.forEach((slot) => bench.witnesses.tear(CARD, slot));

  test("is written anew from a book that verifies", async () => {
    const bench = await written();
    tear(bench, 0, 1);
    const ledger = await bench.powerCut();
    expect([ledger.totals(CARD).down, ledger.damage()]).toEqual([20_000n, undefined]);
    expect(bench.log.said("witness-rebuilt")).toHaveLength(1);
    stored(bench).clear();
    expect((await bench.powerCut()).totals(CARD).down).toBe(20_000n);
  });

  test("in one slot only is still a witness", async () => {
    for (const slot of [0, 1] as const) {
      const bench = await written();
      tear(bench, slot);
      stored(bench).clear();
      expect((await bench.powerCut()).totals(CARD).down).toBeGreaterThanOrEqual(16_000n);
      expect(bench.log.said("witness-rebuilt")).toEqual([]);
    }
  });

  test("beside an empty database leaves the figure unknown, and that is said", async () => {
    const bench = await written();
    tear(bench, 0, 1);
    stored(bench).clear();
    const ledger = await bench.powerCut();
    expect(ledger.damage()?.books[0]).toEqual({
      book: CARD,
      found: "The book is not there, and neither slot of its witness can be read.",
      kept: { entries: 0, up: 0n, down: 0n },
      assumed: "unknown",
    });
    expect((await bench.powerCut()).damage()?.books[0]?.assumed).toBe("unknown");
    // The book is an old one, not a new card's.
    expect(bench.ledger.books()).toContain(CARD);
  });

  test("beside a damaged book leaves what was used beyond it unknown", async () => {
    const bench = await written();
    tear(bench, 0, 1);
    forget(bench, 18);
    expect((await bench.powerCut()).damage()?.books).toMatchObject([{ kept: { entries: 17 }, assumed: "unknown" }]);
  });
});

test("a snapshot that is unreadable is no damage while the one before it and the entries verify", async () => {
  const bench = await written();
  stored(bench).set(`snapshot/${CARD}/b`, "torn");
  const ledger = await bench.powerCut();
  expect([ledger.totals(CARD).entries, ledger.damage()]).toEqual([20, undefined]);
});

test("where an early entry is gone too, the last snapshot that verifies is continued, and the hours fit it", async () => {
  const bench = await written();
  forget(bench, 3, 19);
  const ledger = await bench.powerCut();
  expect(ledger.damage()?.books[0]?.kept.entries).toBe(18);
  expect(ledger.between(CARD, NOON, hourAt(1)).down).toBe(ledger.totals(CARD).down);
  expect([(await bench.powerCut()).damage()?.books.length, bench.place.aside.length]).toEqual([1, 1]);
});

describe("a database that says it left something out", () => {
  const saying = async (bench: LedgerBench) => {
    bench.place = bench.place.afterPowerCut();
    bench.place.answers.push({ kind: "open", store: bench.place.store, leftOut: "dropping 4711 bytes; Corruption" });
    return await bench.open();
  };

  test("is gone on with when every entry is there (the end of a log that was torn)", async () => {
    const bench = await written();
    const ledger = await saying(bench);
    expect([ledger.totals(CARD).entries, ledger.damage()]).toEqual([20, undefined]);
  });

  test("is looked through from the first entry on, before the last snapshot too", async () => {
    const bench = await written();
    forget(bench, 3);
    expect((await bench.powerCut()).damage()).toBeUndefined();
    const ledger = await saying(bench);
    expect(ledger.damage()?.books).toMatchObject([
      { found: "Entry 3 is missing, and later ones are there.", kept: { entries: 20 }, assumed: { down: 0n } },
    ]);
    expect(ledger.totals(CARD).down).toBe(20_000n);
    // What is known to be missing is not found again at every such start.
    await bench.charges(30);
    expect((await saying(bench)).totals(CARD).down).toBe(50_000n);
    expect(bench.place.aside).toHaveLength(1);
  });
});

test("an adoption that the database lost does not leave the same bytes in two books", async () => {
  const bench = new LedgerBench();
  await bench.open();
  await bench.charges(5, { book: UNIDENTIFIED });
  const before = new Map(stored(bench));
  await bench.ledger.adopt(UNIDENTIFIED, CARD);
  stored(bench).clear();
  for (const [key, value] of before) stored(bench).set(key, value);
  const ledger = await bench.powerCut();
  expect([ledger.totals(CARD).down, ledger.totals(UNIDENTIFIED).down]).toEqual([5_000n, 0n]);
});

test("bytes that only the witness knew of wait with its stamp when their hour was not known", async () => {
  const bench = await written();
  await bench.charges(10, { hour: undefined, stamp: stampAt(5) });
  forget(bench, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  const ledger = await bench.powerCut();
  expect(ledger.pending(CARD)).toMatchObject([{ stamp: stampAt(5) }]);
  expect(ledger.totals(CARD).down).toBeGreaterThanOrEqual(28_000n);
});

test("a second damage before the first is acknowledged is added to it", async () => {
  const bench = await written();
  forget(bench, 18);
  await bench.powerCut();
  await bench.charges(3);
  bench.place.store.durable.clear();
  const damage = (await bench.powerCut()).damage();
  expect(damage?.setAside).toEqual(["/memory/store.damaged-2"]);
  expect(damage?.books.map(({ book }) => book)).toEqual([CARD, OTHER_CARD]);
});

test("a stop in the middle of the recovery loses nothing: the next start takes what was set aside", async () => {
  const bench = await written();
  forget(bench, 18);
  await bench.powerCut();
  const whole = bench.place.store;
  const expected = bench.ledger.totals(CARD);
  // Every prefix of the batches that the recovery wrote is something that a power cut may leave.
  for (let upTo = 0; upTo < whole.batches.length; upTo += 1) {
    const cut = new LedgerBench(bench.options);
    cut.place = bench.place.afterPowerCut();
    cut.witnesses = bench.witnesses.copy();
    cut.place.store.durable.clear();
    for (const batch of whole.batches.slice(0, upTo)) await cut.place.store.write(batch);
    const ledger = await cut.open();
    expect(ledger.totals(CARD).down).toBe(expected.down);
    expect(ledger.totals(OTHER_CARD)).toEqual(bench.ledger.totals(OTHER_CARD));
    expect(ledger.cursor("wwan0")).toEqual(cursorAt(expected.down + 2_000n));
    expect(cut.place.store.durable.get("outbox/1")).toBe("hello");
    expect(ledger.damage()).toBeDefined();
  }
});
