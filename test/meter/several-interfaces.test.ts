import fc from "fast-check";
import { expect, test } from "vitest";
import { type Amount, NOTHING, plus } from "../../src/meter/amount.ts";
import { allCursors, cursorsAfter } from "../../src/meter/last-cursors.ts";
import { encodeSlot, decodeSlot } from "../../src/meter/witness.ts";
import { NEW_HEAD } from "../../src/meter/book-head.ts";
import type { BookId } from "../../src/meter/book-id.ts";
import { CARD, cursorAt, hourAt, LedgerBench, NOON, OTHER_CARD, stampAt } from "../support/ledger-bench.ts";
import { MemoryPlace } from "../support/memory-place.ts";

const NAMES = ["wwan0", "wwan1", "ppp0"];
const CLASSES = ["payment", "bulk"];

type Moved = readonly (readonly [bytes: number, classed: number])[];
type Step =
  | { readonly do: "charge"; readonly book: BookId; readonly moved: Moved; readonly hour: number }
  | { readonly do: "adopt" | "snapshot" | "compact" | "refuse" | "relent" | "cut" | "lose" };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("charge" as const),
      book: fc.constantFrom(CARD, OTHER_CARD),
      moved: fc.array(fc.tuple(fc.nat({ max: 5_000 }), fc.nat({ max: 2_000 })), { minLength: 3, maxLength: 3 }),
      hour: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("snapshot", "compact", "refuse", "relent", "cut", "lose"),
    }),
  },
);

/** A kernel that goes on counting while the books are cut off, lost and begun again. */
class Trial {
  readonly bench: LedgerBench;
  /** What the kernel has of each interface. */
  readonly kernel = new Map(NAMES.map((name) => [name, 0n]));
  #at = 0;

  constructor(witnessEvery: bigint, snapshotEvery = 3) {
    this.bench = new LedgerBench({ witnessEvery, snapshotEvery });
  }

  async step(step: Step): Promise<void> {
    const { bench } = this;
    this.#at += 1;
    if (step.do === "charge") return await this.#charge(step.book, step.moved, step.hour);
    if (step.do === "snapshot") await bench.ledger.snapshot();
    if (step.do === "compact") {
      const bounds = { now: hourAt(99), entriesBefore: hourAt(98), hoursBefore: NOON };
      await bench.ledger.compact(bounds, {
        least: 2,
        portion: 3,
        portions: 3,
        rows: 3,
        kept: 2,
        pack: 3,
        leastPacked: 2,
      });
    }
    if (step.do === "refuse") bench.place.store.refuse();
    if (step.do === "relent") bench.place.store.relent();
    if (step.do === "cut") await bench.powerCut();
    if (step.do === "lose") {
      bench.place = new MemoryPlace();
      await bench.open();
    }
  }

  /** Everything of every interface since its cursor is booked. */
  async #charge(book: BookId, moved: Moved, hour: number): Promise<void> {
    const { ledger } = this.bench;
    let all: Amount = NOTHING;
    const cursors = NAMES.map((name, at) => {
      const now = (this.kernel.get(name) ?? 0n) + BigInt(moved[at]?.[0] ?? 0);
      this.kernel.set(name, now);
      const known = ledger.cursor(name)?.ipRx ?? 0n;
      all = plus(all, { up: 0n, down: now - known });
      return cursorAt(now, 0n, { interfaceName: name, ifindex: at + 3 });
    });
    let left = all.down;
    const classes = CLASSES.map((name, at) => {
      const asked = BigInt(moved[at]?.[1] ?? 0);
      const down = asked < left ? asked : left;
      left -= down;
      return { name, up: 0n, down };
    });
    const [cursor, ...along] = cursors.slice(this.#at % 3).concat(cursors.slice(0, this.#at % 3));
    if (cursor === undefined) return;
    const stamp = stampAt(this.#at);
    const charge = { book, ...all, hour: hourAt(hour), stamp, cursor, along, classes, source: "interface" as const };
    await ledger.charge(charge);
  }

  get booked(): bigint {
    const { ledger } = this.bench;
    return ledger.books().reduce((sum, book) => sum + ledger.totals(book).down, 0n);
  }

  get passed(): bigint {
    return NAMES.reduce((sum, name) => sum + (this.bench.ledger.cursor(name)?.ipRx ?? 0n), 0n);
  }
}

test("of several interfaces each byte that their cursors have passed is in the books one time, whatever is cut, refused and lost", async () => {
  const every = fc.constantFrom(1n, 3_000n, 1n << 40n);
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), every, async (steps, witnessEvery) => {
      const trial = new Trial(witnessEvery);
      await trial.bench.open();
      for (const step of steps) {
        await trial.step(step);
        expect(trial.booked).toBe(trial.passed);
      }
      const nothing = NAMES.map(() => [0, 0] as const);
      await trial.step({ do: "charge", book: CARD, moved: nothing, hour: 0 });
      expect(trial.booked).toBe([...trial.kernel.values()].reduce((sum, bytes) => sum + bytes, 0n));
    }),
    { numRuns: 200 },
  );
});

test("while the disk refuses, what waits in memory grows with the kinds of bytes and not with the checkpoints", async () => {
  const trial = new Trial(1n << 40n, 64);
  await trial.bench.open();
  trial.bench.place.store.refuse();
  const moved = NAMES.map(() => [5_000, 1_000] as const);
  for (let n = 0; n < 10; n += 1) await trial.step({ do: "charge", book: CARD, moved, hour: 0 });
  const after10 = trial.bench.place.store.keptKeys;
  for (let n = 0; n < 50; n += 1) await trial.step({ do: "charge", book: CARD, moved, hour: 0 });
  expect(trial.bench.place.store.keptKeys).toBe(after10);
  trial.bench.place.store.relent();
  await trial.bench.powerCut();
  expect(trial.bench.ledger.damage()).toBeUndefined();
  expect(trial.booked).toBe(60n * 15_000n);
});

test("what is of a class is told apart in its hour, and the rest is of none", async () => {
  const bench = new LedgerBench();
  const ledger = await bench.open();
  const classes = [
    { name: "payment", up: 0n, down: 300n },
    { name: "bulk", up: 0n, down: 0n },
  ];
  await ledger.charge(bench.charge(1_000n, { classes, tags: { rat: "lte" } }));
  expect([...ledger.hours(CARD, NOON, hourAt(1))]).toEqual([
    { hour: NOON, up: 0n, down: 300n, tags: { class: "payment", rat: "lte" } },
    { hour: NOON, up: 0n, down: 700n, tags: { rat: "lte" } },
  ]);
  await expect(ledger.charge(bench.charge(100n, { classes }))).rejects.toThrow(/cannot be/);
});

test("a witness holds the cursors of as many interfaces as can be set, at their longest, in its page", () => {
  const most = (1n << 64n) - 1n;
  const raw = { rxBytes: most, rxPackets: most, txBytes: most, txPackets: most, ipRx: most, ipTx: most };
  let head = { ...NEW_HEAD, counted: { up: (1n << 62n) - 1n, down: 1n << 62n }, hour: NOON, stamp: stampAt(2 ** 50) };
  for (let n = 0; n < 12; n += 1) {
    const interfaceName = `wwan0123456789${String.fromCodePoint(97 + n)}`;
    const one = { ...cursorAt(0n, 0n, raw), interfaceName, ifindex: 2 ** 31 - 1, instance: 2 ** 52 };
    head = { ...head, ...cursorsAfter(head, { turn: 2 ** 50 + n, cursors: [one] }) };
  }
  expect(allCursors(head)).toHaveLength(8);
  expect(decodeSlot(CARD, encodeSlot(CARD, 1, head))?.head).toEqual(head);
});

test("a cursor of an earlier turn does not take the place of a later one", () => {
  const [a, b] = [cursorAt(1n), cursorAt(1n, 0n, { interfaceName: "ppp0" })];
  const later = cursorsAfter(NEW_HEAD, { turn: 9, cursors: [a] });
  expect(cursorsAfter(later, { turn: 5, cursors: [b] })).toEqual({
    turn: 9,
    cursor: a,
    others: [{ turn: 5, cursor: b }],
  });
  expect(cursorsAfter(later, { turn: 5, cursors: [cursorAt(0n)] })).toEqual(later);
});

test("a device whose interfaces get new names for ever is remembered by the last ones", async () => {
  const bench = new LedgerBench();
  const ledger = await bench.open();
  for (let n = 0; n < 100; n += 1)
    await ledger.charge(bench.charge(1n, { cursor: cursorAt(1n, 0n, { interfaceName: `veth${n}` }) }));
  const again = await bench.powerCut();
  expect(again.cursor("veth99")).toBeDefined();
  expect(again.cursor("veth5")).toBeUndefined();
  expect([...bench.place.store.durable.keys()].filter((key) => key.startsWith("cursor/"))).toHaveLength(32);
});
