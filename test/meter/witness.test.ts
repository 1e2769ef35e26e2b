import { expect, test } from "vitest";
import type { BookHead } from "../../src/meter/book-head.ts";
import { GENESIS } from "../../src/meter/ledger-entry.ts";
import { decodeSlot, encodeSlot, readSlots, SLOT_BYTES } from "../../src/meter/witness.ts";
import { CARD, cursorAt, NOON, OTHER_CARD, stampAt } from "../support/ledger-bench.ts";

const head: BookHead = {
  seq: 64,
  hash: "0123456789abcdef".repeat(4),
  counted: { up: 1n << 60n, down: 3_000n },
  given: { up: 0n, down: 0n },
  hour: NOON,
  stamp: stampAt(99),
  cursor: cursorAt(3_000n),
  others: [],
  turn: 70,
  origin: { seq: 0, hash: GENESIS },
};
const blank = new Uint8Array(SLOT_BYTES);

test("a slot reads back as it was written, and fills its page", () => {
  const slot = encodeSlot(CARD, 5, head);
  expect(slot).toHaveLength(4096);
  expect(decodeSlot(CARD, slot)).toEqual({ counter: 5, head });
  const pending = {
    ...head,
    hour: undefined,
    cursor: undefined,
    stamp: undefined,
    origin: { seq: 3, hash: head.hash },
  };
  expect(decodeSlot(CARD, encodeSlot(CARD, 6, pending))).toEqual({ counter: 6, head: pending });
});

test("every single flipped bit of a slot is noticed", () => {
  const slot = encodeSlot(CARD, 5, head);
  const unnoticed: number[] = [];
  for (let bit = 0; bit < SLOT_BYTES * 8; bit += 1) {
    const flip = (): void => void (slot[bit >>> 3] = (slot[bit >>> 3] ?? 0) ^ (1 << (bit & 7)));
    flip();
    if (decodeSlot(CARD, slot) !== undefined) unnoticed.push(bit);
    flip();
  }
  expect(unnoticed).toEqual([]);
  expect(decodeSlot(CARD, slot)).toBeDefined();
});

test("a slot that was torn at any page boundary of a sector is noticed", () => {
  const [older, newer] = [encodeSlot(CARD, 5, head), encodeSlot(CARD, 7, { ...head, seq: 128, turn: 140 })];
  for (let sectors = 1; sectors < 8; sectors += 1) {
    const torn = older.slice();
    torn.set(newer.subarray(0, sectors * 512));
    expect(decodeSlot(CARD, torn)).toBeUndefined();
  }
});

test("of two good slots the later one speaks, of one torn and one good the good one", () => {
  const [older, newer] = [encodeSlot(CARD, 5, head), encodeSlot(CARD, 6, { ...head, seq: 65 })];
  const torn = newer.slice().fill(0, 2048);
  expect(readSlots(CARD, [older, newer])).toMatchObject({ kind: "read", witness: { slot: 1, head: { seq: 65 } } });
  expect(readSlots(CARD, [newer, older])).toMatchObject({ kind: "read", witness: { slot: 0, head: { seq: 65 } } });
  expect(readSlots(CARD, [older, torn])).toMatchObject({ kind: "read", witness: { slot: 0, head: { seq: 64 } } });
  expect(readSlots(CARD, [torn, older])).toMatchObject({ kind: "read", witness: { slot: 1, head: { seq: 64 } } });
});

test("a file without one good slot is torn, a missing one is absent", () => {
  expect(readSlots(CARD, [blank, blank])).toEqual({ kind: "torn" });
  expect(readSlots(CARD, [new Uint8Array(), new Uint8Array()])).toEqual({ kind: "torn" });
  expect(readSlots(CARD, "absent")).toEqual({ kind: "absent" });
});

test("the witness of another book, copied to this name, says nothing", () => {
  expect(readSlots(OTHER_CARD, [encodeSlot(CARD, 5, head), blank])).toEqual({ kind: "torn" });
});
