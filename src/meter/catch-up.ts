import type { StoreOp } from "../ports/store.ts";
import { type Amount, beyond, isNothing, NOTHING } from "./amount.ts";
import type { Book, EntryDraft } from "./book.ts";
import type { BookHead } from "./book-head.ts";
import { latestPieces } from "./latest-pieces.ts";
import type { Stamp } from "../base/stamp.ts";

/** What the witness knew beyond the book. */
export const aheadOf = (book: BookHead, witness: BookHead): Amount => beyond(witness.counted, book.counted);

/**
 * Books what only the witness knows: as used, in the latest hour it can have been, by an entry of its own, untagged: a witness knows no kinds. With it goes
 * the witness's cursor, so that the kernel's counters are continued from where these bytes end and none is counted twice.
 */
export function catchUp(book: Book, witness: BookHead, now: Stamp): StoreOp[] {
  const ops: StoreOp[] = [];
  const gap = aheadOf(book.head, witness);
  if (!isNothing(gap)) {
    const later = witness.turn > book.head.turn ? { turn: witness.turn, cursor: witness.cursor } : {};
    const stamp = witness.stamp ?? now;
    ops.push(...book.append({ ...gapDraft(witness.hour, stamp), ...gap, ...later }));
  }
  // What another book had taken over must not stay here as well.
  for (const { up, down, hour, stamp, tags } of latestPieces(book, beyond(witness.given, book.head.given)))
    ops.push(...book.append({ ...gapDraft(hour, stamp ?? now), kind: "given", up, down, tags }));
  book.seal();
  return ops;
}

/** An entry of no bytes: says that something was here, and is there for a snapshot to refer to. */
export function mark(book: Book, now: Stamp): StoreOp[] {
  return book.append(gapDraft(book.head.hour, book.head.stamp ?? now));
}

const gapDraft = (hour: EntryDraft["hour"], stamp: Stamp): EntryDraft => ({
  kind: "gap",
  ...NOTHING,
  hour,
  stamp,
  source: "witness",
  turn: undefined,
  cursor: undefined,
  peer: undefined,
});
