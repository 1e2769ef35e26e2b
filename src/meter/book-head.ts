import type { WallMs } from "../base/instant.ts";
import { type Amount, minus, NOTHING, plus } from "./amount.ts";
import type { BookId } from "./book-id.ts";
import type { Cursor } from "./cursor.ts";
import { cursorsAfter, type LastCursors, readOthers, writeOthers } from "./last-cursors.ts";
import { GENESIS, type LedgerEntry, type SignedEntry } from "./ledger-entry.ts";
import { readAmount, readBook, readCount, readCursor, readHash, readHour, readStamp } from "./record-fields.ts";
import { writeAmount, writeCursor, writeStamp } from "./record-fields.ts";
import { type Fields, fieldsOf } from "./sealed-record.ts";
import type { Stamp } from "../base/stamp.ts";

/** Where a book stands: what a snapshot holds, what a witness holds, what walking the entries arrives at. */
export interface BookHead extends LastCursors {
  readonly seq: number;
  readonly hash: string;
  /** All that ever came into the book. Never decreases. */
  readonly counted: Amount;
  /** Of that, what other books have taken over and persons have taken off. Never decreases. */
  readonly given: Amount;
  /** Of the last entry that counted bytes. */
  readonly hour: WallMs | undefined;
  readonly stamp: Stamp | undefined;
  /** After which entry the chain is known to be whole; later than 0 only in a book that lost early entries. */
  readonly origin: { readonly seq: number; readonly hash: string };
}

export const NEW_HEAD: BookHead = {
  seq: 0,
  hash: GENESIS,
  counted: NOTHING,
  given: NOTHING,
  hour: undefined,
  stamp: undefined,
  cursor: undefined,
  turn: 0,
  others: [],
  origin: { seq: 0, hash: GENESIS },
};

/** What the book holds now. */
export const leftIn = ({ counted, given }: BookHead): Amount => minus(counted, given);

/** The head after one more entry. */
export function headAfter(head: BookHead, { entry, hash }: SignedEntry): BookHead {
  const next = { ...head, seq: entry.seq, hash };
  if (entry.kind === "settled") return next;
  if (entry.kind === "given" || entry.kind === "lowered") return { ...next, given: plus(head.given, entry) };
  // The hour that a person corrects is not the one in which the last bytes were counted.
  if (entry.kind === "raised") return { ...next, counted: plus(head.counted, entry) };
  return {
    ...next,
    counted: plus(head.counted, entry),
    hour: entry.hour,
    stamp: entry.stamp,
    // Together or not at all: an older cursor under a later turn would have bytes counted twice.
    ...(entry.turn === undefined ? {} : cursorsAfter(head, { turn: entry.turn, cursors: cursorsOf(entry) })),
  };
}

const cursorsOf = ({ cursor, along = [] }: LedgerEntry): readonly Cursor[] =>
  cursor === undefined ? [] : [cursor, ...along];

export const writeHead = (book: BookId, head: BookHead): Fields => ({
  book,
  seq: head.seq,
  hash: head.hash,
  counted: writeAmount(head.counted),
  given: writeAmount(head.given),
  hour: head.hour,
  stamp: head.stamp === undefined ? undefined : writeStamp(head.stamp),
  cursor: head.cursor === undefined ? undefined : writeCursor(head.cursor),
  turn: head.turn,
  others: writeOthers(head.others),
  origin: head.origin.seq === 0 ? undefined : head.origin,
});

/** Undefined also when it is another book's: a file or a record may have been copied to the wrong name. */
export function readHead(book: BookId, value: unknown): BookHead | undefined {
  const fields = fieldsOf(value);
  const [seq, turn, hash] = [readCount(fields?.["seq"]), readCount(fields?.["turn"]), readHash(fields?.["hash"])];
  const [counted, given] = [readAmount(fields?.["counted"]), readAmount(fields?.["given"])];
  if (fields === undefined || readBook(fields["book"]) !== book || seq === undefined || turn === undefined)
    return undefined;
  if (hash === undefined || counted === undefined || given === undefined) return undefined;
  const [origin, others] = [readOrigin(fields["origin"]), readOthers(fields["others"])];
  if (origin === undefined || others === undefined) return undefined;
  const hour = readHour(fields["hour"]);
  const [stamp, cursor] = [readStamp(fields["stamp"]), readCursor(fields["cursor"])];
  return { seq, hash, counted, given, hour, stamp, cursor, turn, others, origin };
}

function readOrigin(value: unknown): BookHead["origin"] | undefined {
  if (value === undefined) return NEW_HEAD.origin;
  const fields = fieldsOf(value);
  const [seq, hash] = [readCount(fields?.["seq"]), readHash(fields?.["hash"])];
  return seq === undefined || hash === undefined ? undefined : { seq, hash };
}
