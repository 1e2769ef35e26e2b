import { crc32 } from "../base/crc32.ts";
import { type BookHead, readHead, writeHead } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { readFields } from "./sealed-record.ts";

/** One page of the disk. The check covers all of it, the unused rest too: every flipped bit is noticed. */
export const SLOT_BYTES = 4096;
const MAGIC = 0x43_57_77_74; // "CWwt"
const VERSION = 1;
const BODY_AT = 12;
const CHECK_AT = SLOT_BYTES - 4;

/**
 * What the two-slot file beside the store says of one book. `seq` and `hash` are of the last entry that was on the
 * disk; the amounts may be ahead of it, when the disk refused the entries but took the witness (it is written in
 * place and needs no new block).
 */
export interface Witness {
  /** Grows by one with every writing; the higher of two readable slots is the later. */
  readonly counter: number;
  readonly slot: 0 | 1;
  readonly head: BookHead;
}

export type WitnessReading =
  | { readonly kind: "read"; readonly witness: Witness }
  | { readonly kind: "absent" }
  /** The file is there, and neither slot can be read. */
  | { readonly kind: "torn" };

/** magic u32, version u16, length u16, counter u32, body (JSON), zeros, CRC-32 u32; big-endian. */
export function encodeSlot(book: BookId, counter: number, head: BookHead): Uint8Array {
  const slot = new Uint8Array(SLOT_BYTES);
  const body = new TextEncoder().encode(JSON.stringify(writeHead(book, head)));
  const view = new DataView(slot.buffer);
  view.setUint32(0, MAGIC);
  view.setUint16(4, VERSION);
  view.setUint16(6, body.length);
  view.setUint32(8, counter);
  slot.set(body, BODY_AT);
  view.setUint32(CHECK_AT, crc32(slot.subarray(0, CHECK_AT)));
  return slot;
}

export function decodeSlot(
  book: BookId,
  slot: Uint8Array,
): { readonly counter: number; readonly head: BookHead } | undefined {
  if (slot.length !== SLOT_BYTES) return undefined;
  const view = new DataView(slot.buffer, slot.byteOffset, slot.length);
  if (view.getUint32(0) !== MAGIC || view.getUint16(4) !== VERSION) return undefined;
  if (view.getUint32(CHECK_AT) !== crc32(slot.subarray(0, CHECK_AT))) return undefined;
  const text = new TextDecoder().decode(slot.subarray(BODY_AT, BODY_AT + view.getUint16(6)));
  const head = readHead(book, readFields(text));
  return head === undefined ? undefined : { counter: view.getUint32(8), head };
}

export function readSlots(book: BookId, slots: readonly [Uint8Array, Uint8Array] | "absent"): WitnessReading {
  if (slots === "absent") return { kind: "absent" };
  const [first, second] = [decodeSlot(book, slots[0]), decodeSlot(book, slots[1])];
  if (first !== undefined && (second === undefined || first.counter > second.counter))
    return { kind: "read", witness: { ...first, slot: 0 } };
  return second === undefined ? { kind: "torn" } : { kind: "read", witness: { ...second, slot: 1 } };
}
