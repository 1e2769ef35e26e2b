import type { StoreOp } from "../ports/store.ts";
import type { StoreReader } from "../ports/store-place.ts";
import type { BookHead } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import type { Cursor } from "./cursor.ts";
import { allCursors } from "./last-cursors.ts";
import { below, cursorKey } from "./ledger-keys.ts";
import { readBook, readCount, readCursor, writeCursor } from "./record-fields.ts";
import { fieldsOf, seal, unseal } from "./sealed-record.ts";

/** How far an interface's counters were taken, into which book, and the how-manieth counting of all books that was. */
export interface PlacedCursor {
  readonly cursor: Cursor;
  readonly book: BookId;
  readonly turn: number;
}

export function cursorOp({ cursor, book, turn }: PlacedCursor): StoreOp {
  const key = cursorKey(cursor.interfaceName);
  return { put: key, value: seal(key, { cursor: writeCursor(cursor), book, turn }) };
}

/** `unreadable` counts records that are not what was written. */
export async function readCursors(
  reader: StoreReader,
): Promise<{ readonly cursors: readonly PlacedCursor[]; readonly unreadable: number }> {
  const cursors: PlacedCursor[] = [];
  let unreadable = 0;
  for await (const [key, value] of reader.range(...below("cursor"))) {
    const fields = unseal(key, value);
    const cursor = readCursor(fieldsOf(fields?.["cursor"]));
    const [book, turn] = [readBook(fields?.["book"]), readCount(fields?.["turn"])];
    if (cursor === undefined || book === undefined || turn === undefined) unreadable += 1;
    else cursors.push({ cursor, book, turn });
  }
  return { cursors, unreadable };
}

export const cursorsOf = (book: BookId, head: BookHead): readonly PlacedCursor[] =>
  allCursors(head).map((one) => ({ ...one, book }));

/** So many interfaces are remembered: a device whose interfaces get new names for ever must not fill the disk. */
const MOST_CURSORS = 32;

/** Those of the oldest turns, beyond what is remembered. */
export function forgotten(cursors: ReadonlyMap<string, PlacedCursor>): readonly Cursor[] {
  if (cursors.size <= MOST_CURSORS) return [];
  const oldest = [...cursors.values()].toSorted((a, b) => a.turn - b.turn);
  return oldest.slice(0, -MOST_CURSORS).map(({ cursor }) => cursor);
}

/** Per interface the one of the latest turn. */
export function latestCursors(cursors: readonly PlacedCursor[]): Map<string, PlacedCursor> {
  const latest = new Map<string, PlacedCursor>();
  for (const placed of cursors) {
    const known = latest.get(placed.cursor.interfaceName);
    if (known === undefined || known.turn < placed.turn) latest.set(placed.cursor.interfaceName, placed);
  }
  return latest;
}
