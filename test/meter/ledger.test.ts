import { describe, expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { BOOT, CARD, cursorAt, HOUR, hourAt, LedgerBench, NOON, OTHER_CARD, stampAt } from "../support/ledger-bench.ts";
import { WallMs } from "../../src/base/instant.ts";

async function opened(options: ConstructorParameters<typeof LedgerBench>[0] = {}): Promise<LedgerBench> {
  const bench = new LedgerBench(options);
  await bench.open();
  return bench;
}

describe("charging", () => {
  test("bytes, their hour, the cursor and the caller's own operations go to the disk as one batch", async () => {
    const { ledger, place, ...bench } = await opened();
    const charge = new LedgerBench().charge(1_500n, { up: 300n });
    expect(await ledger.charge(charge, [{ put: "outbox/1", value: "used" }])).toBe("durable");
    expect(place.store.batches).toHaveLength(1);
    expect([...place.store.durable.keys()]).toEqual([
      `ledger/${CARD}/000000000001`,
      `hours/${CARD}/00${NOON}`,
      "cursor/wwan0",
      "outbox/1",
    ]);
    expect(ledger.totals(CARD)).toEqual({ up: 300n, down: 1_500n, entries: 1 });
    expect(ledger.cursor("wwan0")).toEqual(charge.cursor);
    expect(ledger.cursor("wwan1")).toBeUndefined();
    expect(bench.log.lines).toEqual([]);
  });

  test("each book has its own entries, totals and hours", async () => {
    const bench = await opened();
    await bench.charges(3);
    await bench.charges(2, { book: OTHER_CARD });
    expect(bench.ledger.totals(CARD)).toMatchObject({ down: 3_000n, entries: 3 });
    expect(bench.ledger.totals(OTHER_CARD)).toMatchObject({ down: 2_000n, entries: 2 });
    expect(bench.ledger.between(OTHER_CARD, hourAt(0), hourAt(1)).down).toBe(2_000n);
    expect(bench.ledger.books()).toEqual([CARD, OTHER_CARD]);
    expect(bench.ledger.lastBook()).toBe(OTHER_CARD);
  });

  test("zero bytes write no entry; what the caller gave along is written", async () => {
    const bench = await opened();
    await bench.charges(1);
    const { batches } = bench.place.store;
    await bench.ledger.charge(bench.charge(0n));
    expect(batches).toHaveLength(1);
    await bench.ledger.charge(bench.charge(0n), [{ put: "outbox/1", value: "" }]);
    expect(batches[1]).toEqual([{ put: "outbox/1", value: "" }]);
    expect(bench.ledger.totals(CARD).entries).toBe(1);
  });

  test("where an interface's counters stood at the very first look is known after a power cut, though no byte was counted", async () => {
    const bench = await opened();
    await bench.ledger.charge(bench.charge(0n, { cursor: cursorAt(5_000n) }));
    const again = await bench.powerCut();
    expect(again.cursor("wwan0")).toEqual(cursorAt(5_000n));
    expect([again.books(), again.lastBook(), again.damage()]).toEqual([[], undefined, undefined]);
  });

  test("a new card behind a new interface begins without a byte, and that is no damage", async () => {
    const bench = await opened();
    await bench.charges(3);
    const cursor = cursorAt(7_000n, 0n, { interfaceName: "wwan1", ifindex: 4 });
    await bench.ledger.begin(OTHER_CARD, cursor);
    const again = await bench.powerCut();
    expect([again.cursor("wwan1"), again.cursor("wwan0")]).toEqual([cursor, cursorAt(3_000n)]);
    expect([again.damage(), again.lastBook(), again.lastHour()]).toEqual([undefined, CARD, NOON]);
  });

  test("the sum of a range of hours is that of the charges in it", async () => {
    const bench = await opened();
    for (const n of [-2, -1, 0, 0, 1, 2]) await bench.charges(1, { hour: hourAt(n) });
    expect(bench.ledger.between(CARD, hourAt(-1), hourAt(2))).toEqual({ up: 0n, down: 4_000n });
    expect(bench.ledger.between(CARD, hourAt(3), hourAt(9))).toEqual({ up: 0n, down: 0n });
    expect(bench.ledger.between(OTHER_CARD, hourAt(-9), hourAt(9))).toEqual({ up: 0n, down: 0n });
  });

  test("charges that nobody waits for are written in their order", async () => {
    const bench = await opened();
    await Promise.all(Array.from({ length: 40 }, () => bench.ledger.charge(bench.charge(10n))));
    const again = await bench.powerCut();
    expect([again.totals(CARD), again.damage()]).toEqual([{ up: 0n, down: 400n, entries: 40 }, undefined]);
  });

  test.each([
    ["negative bytes", { down: -1n }],
    ["an hour that is no instant", { hour: WallMs(Number.NaN) }],
    ["an hour before 1970", { hour: WallMs(-HOUR) }],
  ])("%s are a fault of the caller", async (_, over) => {
    const bench = await opened();
    await expect(bench.ledger.charge(bench.charge(1n, over))).rejects.toThrow("[internal]");
    expect(bench.ledger.totals(CARD).entries).toBe(0);
  });
});

describe("time that was not trusted", () => {
  test("bytes wait by boot and hour of the boot, and count in the totals at once", async () => {
    const bench = await opened();
    const boots = ["boot-a", "boot-b"];
    for (const boot of boots)
      for (const mono of [1, HOUR - 1, HOUR]) await bench.charges(1, { hour: undefined, stamp: stampAt(mono, boot) });
    expect(bench.ledger.totals(CARD).down).toBe(6_000n);
    expect(bench.ledger.between(CARD, WallMs(0), hourAt(99)).down).toBe(0n);
    expect(bench.ledger.pending(CARD)).toEqual(
      boots.flatMap((bootId) => [
        { bootId, stamp: stampAt(1, bootId), up: 0n, down: 2_000n },
        { bootId, stamp: stampAt(HOUR, bootId), up: 0n, down: 1_000n },
      ]),
    );
  });

  test("what is known later is moved to its hour, once, and the rest waits on; the totals stay", async () => {
    const bench = await opened();
    await bench.charges(2, { hour: undefined, stamp: stampAt(1, "boot-a") });
    await bench.charges(1, { hour: undefined, stamp: stampAt(1, "boot-b") });
    const settling = await bench.ledger.settle(CARD, ({ bootId }) => (bootId === "boot-b" ? hourAt(-5) : undefined), [
      { put: "outbox/1", value: "settled" },
    ]);
    expect(settling).toEqual({ settled: { up: 0n, down: 1_000n }, left: 1, written: "durable" });
    expect(bench.place.store.durable.get("outbox/1")).toBe("settled");
    await bench.ledger.settle(CARD, ({ bootId }) => (bootId === "boot-b" ? hourAt(-5) : undefined));
    const again = await bench.powerCut();
    expect(again.totals(CARD)).toEqual({ up: 0n, down: 3_000n, entries: 4 });
    expect(again.between(CARD, hourAt(-5), hourAt(-4)).down).toBe(1_000n);
    expect(again.pending(CARD)).toEqual([{ bootId: "boot-a", stamp: stampAt(1, "boot-a"), up: 0n, down: 2_000n }]);
    expect(again.damage()).toBeUndefined();
  });

  test("a book without waiting bytes has nothing to settle", async () => {
    const bench = await opened();
    expect(await bench.ledger.settle(CARD, () => NOON)).toEqual({
      settled: { up: 0n, down: 0n },
      left: 0,
      written: "durable",
    });
    expect(bench.place.store.batches).toEqual([]);
  });
});

describe("a card that is identified late", () => {
  test("gets what was counted before, hour by hour, and nothing is lost or doubled", async () => {
    const bench = await opened();
    await bench.charges(1, { book: UNIDENTIFIED, hour: hourAt(-1) });
    await bench.charges(2, { book: UNIDENTIFIED });
    await bench.charges(1, { book: UNIDENTIFIED, hour: undefined, stamp: stampAt(1) });
    await bench.charges(1);
    const { adopted } = await bench.ledger.adopt(UNIDENTIFIED, CARD, [{ put: "outbox/1", value: "" }]);
    expect(adopted.down).toBe(4_000n);
    for (const ledger of [bench.ledger, await bench.powerCut()]) {
      expect(ledger.totals(UNIDENTIFIED)).toMatchObject({ up: 0n, down: 0n });
      expect(ledger.totals(CARD)).toMatchObject({ up: 0n, down: 5_000n });
      expect(ledger.between(CARD, hourAt(-1), hourAt(0)).down).toBe(1_000n);
      expect(ledger.between(CARD, hourAt(0), hourAt(1)).down).toBe(3_000n);
      expect(ledger.between(UNIDENTIFIED, hourAt(-9), hourAt(9)).down).toBe(0n);
      expect(ledger.pending(CARD)).toEqual([{ bootId: BOOT, stamp: stampAt(1), up: 0n, down: 1_000n }]);
      expect([ledger.lastBook(), ledger.damage()]).toEqual([CARD, undefined]);
      // The bytes moved, the kernel's counters did not.
      expect(ledger.cursor("wwan0")).toEqual(cursorAt(5_000n));
    }
  });

  test("and was in use before, does not take the counters back to where they stood then", async () => {
    const bench = await opened();
    await bench.charges(1);
    await bench.charges(2, { book: UNIDENTIFIED });
    await bench.ledger.adopt(UNIDENTIFIED, CARD);
    expect((await bench.powerCut()).cursor("wwan0")).toEqual(cursorAt(3_000n));
  });

  test("is given nothing twice", async () => {
    const bench = await opened();
    await bench.charges(1, { book: UNIDENTIFIED });
    await bench.ledger.adopt(UNIDENTIFIED, CARD);
    const batches = bench.place.store.batches.length;
    expect((await bench.ledger.adopt(UNIDENTIFIED, CARD)).adopted.down).toBe(0n);
    expect((await bench.ledger.adopt(CARD, CARD)).adopted.down).toBe(0n);
    expect([bench.ledger.totals(CARD).down, bench.place.store.batches.length]).toEqual([1_000n, batches]);
  });
});

describe("snapshots and witnesses", () => {
  const snapshots = (bench: LedgerBench): string[] =>
    [...bench.place.store.durable.keys()].filter((key) => key.startsWith("snapshot/"));

  test("a snapshot comes with every so many entries, in turn into two places, in the batch of the entry", async () => {
    const bench = await opened({ snapshotEvery: 4 });
    await bench.charges(3);
    expect(snapshots(bench)).toEqual([]);
    await bench.charges(1);
    expect(snapshots(bench)).toEqual([`snapshot/${CARD}/a`]);
    await bench.charges(4);
    expect(snapshots(bench)).toEqual([`snapshot/${CARD}/a`, `snapshot/${CARD}/b`]);
    expect(bench.place.store.batches).toHaveLength(8);
    const before = bench.place.store.durable.get(`snapshot/${CARD}/b`);
    await bench.charges(4);
    expect(bench.place.store.durable.get(`snapshot/${CARD}/b`)).toBe(before);
  });

  test("the first charge is witnessed, then every so many bytes, and every snapshot", async () => {
    const bench = await opened({ witnessEvery: 3_000n, snapshotEvery: 5 });
    const writes: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      await bench.charges(1);
      writes.push(bench.witnesses.writes);
    }
    expect(writes).toEqual([1, 1, 1, 2, 3, 3, 3, 4]);
    bench.ledger.witnessEvery = 1_000n;
    await bench.charges(1);
    expect(bench.witnesses.writes).toBe(5);
  });

  test("at the end both are written, and nothing when nothing is new", async () => {
    const bench = await opened();
    await bench.charges(2);
    await bench.ledger.close();
    expect([snapshots(bench).length, bench.witnesses.writes]).toEqual([1, 2]);
    const batches = bench.place.store.batches.length;
    await bench.ledger.close();
    expect([bench.place.store.batches.length, bench.witnesses.writes]).toEqual([batches, 2]);
  });

  test("a witness that the disk refuses is told, and tried again with the next charge", async () => {
    const bench = await opened();
    bench.witnesses.refusing = true;
    await bench.charges(1);
    expect(bench.log.said("witness-refused")).toEqual([
      { level: "warn", event: "witness-refused", fields: { book: "898600**********1234" } },
    ]);
    bench.witnesses.refusing = false;
    await bench.charges(1);
    expect([...bench.witnesses.files.keys()]).toEqual([CARD]);
  });
});

describe("a disk that refuses", () => {
  test("holds up no counting, and memory grows with the hours, not with the charges", async () => {
    const bench = await opened();
    await bench.charges(1);
    bench.place.store.refuse();
    for (const hour of [0, 1]) {
      for (let n = 0; n < 500; n += 1)
        expect(await bench.ledger.charge(bench.charge(10n, { hour: hourAt(hour) }))).toBe("kept");
      await bench.clock.advance(Minutes(60));
    }
    // The first entry that is refused cannot know it; per hour: entry, hour. Once: cursor.
    expect(bench.place.store.keptKeys).toBeLessThanOrEqual(6);
    expect(bench.ledger.totals(CARD).down).toBe(11_000n);
    bench.place.store.relent();
    await bench.charges(1, { hour: hourAt(1) });
    const again = await bench.powerCut();
    expect([again.totals(CARD).down, again.damage()]).toEqual([12_000n, undefined]);
    expect(again.between(CARD, hourAt(1), hourAt(2)).down).toBe(6_000n);
  });

  test("and two books that are charged meanwhile lose no byte of the one to the witness of the other", async () => {
    const bench = await opened({ witnessEvery: 1n << 40n });
    await bench.charges(1);
    bench.place.store.refuse();
    await bench.charges(3);
    // The first charge of a book is witnessed, with the place of the kernel's counters.
    await bench.charges(1, { book: OTHER_CARD });
    const again = await bench.powerCut();
    expect([again.totals(CARD).down, again.totals(OTHER_CARD).down]).toEqual([4_000n, 1_000n]);
    expect(again.cursor("wwan0")).toEqual(cursorAt(5_000n));
  });

  test("and an adoption during it takes the place of the kernel's counters along", async () => {
    const bench = await opened();
    await bench.charges(1, { book: UNIDENTIFIED });
    bench.place.store.refuse();
    await bench.charges(1);
    await bench.ledger.adopt(UNIDENTIFIED, CARD);
    const again = await bench.powerCut();
    expect([again.totals(CARD).down, again.totals(UNIDENTIFIED).down]).toEqual([2_000n, 0n]);
    expect(again.cursor("wwan0")).toEqual(cursorAt(2_000n));
  });

  test("and a snapshot in between close an entry that still waited: what comes later is an entry of its own", async () => {
    const bench = await opened();
    await bench.charges(1);
    bench.place.store.refuse();
    await bench.charges(2);
    await bench.ledger.snapshot();
    await bench.charges(2);
    bench.place.store.relent();
    const again = await bench.powerCut();
    expect([again.totals(CARD).down, again.damage()]).toEqual([5_000n, undefined]);
  });

  test("and a power cut during it cost only what the witness did not have either; nothing is damaged", async () => {
    const bench = await opened({ witnessEvery: 5_000n });
    await bench.charges(2);
    bench.place.store.refuse();
    await bench.charges(9);
    const again = await bench.powerCut();
    expect(again.totals(CARD)).toEqual({ up: 0n, down: 11_000n, entries: 3 });
    expect(again.between(CARD, NOON, hourAt(1)).down).toBe(11_000n);
    expect(again.damage()).toBeUndefined();
    expect(again.cursor("wwan0")).toEqual(cursorAt(11_000n));
    expect(bench.log.said("books-caught-up")).toHaveLength(1);
    // And that itself is in the book now.
    expect((await bench.powerCut()).totals(CARD)).toEqual({ up: 0n, down: 11_000n, entries: 3 });
  });
});

describe("a person's correction", () => {
  const fix = { book: CARD, up: 0n, down: 700n, hour: NOON, why: "a phantom\nof the driver", by: "the shop" } as const;
  const notes = (bench: LedgerBench): string[] =>
    [...bench.place.store.durable].flatMap(([key, value]) => (key.startsWith("ledger/") ? [value] : []));

  test("is an entry of its own with its reason; hours and totals follow, also after a power cut", async () => {
    const bench = await opened();
    await bench.charges(2);
    expect(await bench.ledger.correct({ ...fix, kind: "lowered" })).toBe("durable");
    expect(await bench.ledger.correct({ ...fix, kind: "raised", down: 50n })).toBe("durable");
    for (const ledger of [bench.ledger, await bench.powerCut()]) {
      expect(ledger.totals(CARD)).toEqual({ up: 0n, down: 1_350n, entries: 4 });
      expect(ledger.between(CARD, NOON, hourAt(1)).down).toBe(1_350n);
      expect([ledger.damage(), ledger.cursor("wwan0")]).toEqual([undefined, cursorAt(2_000n)]);
    }
    expect(notes(bench)[2]).toContain('"kind":"lowered"');
    expect(notes(bench)[2]).toContain('"note":{"why":"a phantom of the driver","by":"the shop"}');
  });

  test("takes nothing off that is not there, and begins no book", async () => {
    const bench = await opened();
    await bench.charges(2);
    expect(await bench.ledger.correct({ ...fix, kind: "lowered", down: 2_001n })).toBe("not-held");
    expect(await bench.ledger.correct({ ...fix, kind: "lowered", hour: hourAt(1) })).toBe("not-held");
    expect(await bench.ledger.correct({ ...fix, kind: "raised", book: OTHER_CARD })).toBe("not-held");
    expect(bench.ledger.totals(CARD)).toEqual({ up: 0n, down: 2_000n, entries: 2 });
  });

  test("that somebody changed afterwards is noticed", async () => {
    const bench = await opened();
    await bench.charges(2);
    await bench.ledger.correct({ ...fix, kind: "lowered" });
    const stored = bench.place.store.durable;
    for (const [key, value] of stored)
      if (key.startsWith("ledger/")) stored.set(key, value.replace("the shop", "somebody"));
    expect((await bench.powerCut()).damage()?.books).toMatchObject([{ book: CARD }]);
  });

  test("is known to the witness: a database that lost it takes it off again, and adds nothing as a gap", async () => {
    const bench = await opened();
    await bench.charges(2);
    const before = new Map(bench.place.store.durable);
    await bench.ledger.correct({ ...fix, kind: "lowered" });
    bench.place.store.durable.clear();
    for (const [key, value] of before) bench.place.store.durable.set(key, value);
    const ledger = await bench.powerCut();
    expect([ledger.totals(CARD).down, ledger.damage() === undefined]).toEqual([1_300n, false]);
  });
});

test("a rebasing of the kernel's counters is an entry without bytes, and counting goes on from there after a power cut", async () => {
  const bench = await opened();
  await bench.charges(2);
  const base = cursorAt((1n << 64n) - 1n, 0n, { ipRx: 2_000n });
  expect(await bench.ledger.rebase(CARD, base, NOON, "rx moved too far")).toBe("durable");
  const ledger = await bench.powerCut();
  expect(ledger.totals(CARD)).toEqual({ up: 0n, down: 2_000n, entries: 3 });
  expect([ledger.cursor("wwan0"), ledger.damage()]).toEqual([base, undefined]);
});
