import type { StoreOp } from "../ports/store.ts";
import { type Amount, beyond, isNothing, NOTHING } from "./amount.ts";
import type { Book, EntryDraft } from "./book.ts";
import type { BookHead } from "./book-head.ts";
import { allCursors } from "./last-cursors.ts";
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
    const stamp = witness.stamp ?? now;
    const later = laterCursors(book.head, witness);
    // Each at its own turn: another book may know that interface from a later one.
    for (const { turn, cursor } of later.before)
      ops.push(...book.append({ ...gapDraft(witness.hour, stamp), turn, cursor }));
    ops.push(...book.append({ ...gapDraft(witness.hour, stamp), ...gap, ...later.last }));
  }
  // What another book had taken over must not stay here as well.
  for (const { up, down, hour, stamp, tags } of latestPieces(book, beyond(witness.given, book.head.given)))
    ops.push(...book.append({ ...gapDraft(hour, stamp ?? now), kind: "given", up, down, tags }));
  book.seal();
  return ops;
}

function laterCursors(head: BookHead, witness: BookHead) {
  const known = new Map(allCursors(head).map(({ cursor, turn }) => [cursor.interfaceName, turn]));
  const later = witness.others.filter(({ cursor, turn }) => turn > (known.get(cursor.interfaceName) ?? 0));
  if (witness.turn <= head.turn) return { before: [], last: {} };
  const along = later.filter(({ turn }) => turn === witness.turn).map(({ cursor }) => cursor);
  const last = { turn: witness.turn, cursor: witness.cursor, ...(along.length === 0 ? {} : { along }) };
  return { before: later.filter(({ turn }) => turn < witness.turn), last };
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
