import { WallMs } from "../base/instant.ts";
import type { StoreReader } from "../ports/store-place.ts";
import { isSame, plus } from "./amount.ts";
import { Book } from "./book.ts";
import { type BookHead, leftIn, NEW_HEAD } from "./book-head.ts";
import { type BookId, readBookId } from "./book-id.ts";
import { readPack } from "./hour-pack.ts";
import { readClosedRecord, readHourRecord, readPendingRecord } from "./hour-record.ts";
import { type Closed, CLOSED_HOUR, HourTable } from "./hour-table.ts";
import { below, closedKey, hourKey, type TableRoots, tableRoots } from "./ledger-keys.ts";
import { PendingTable } from "./pending-table.ts";
import { type Generation, lastSnapshot, readAnchor } from "./snapshot.ts";
import { storedHash, walk } from "./walk.ts";

export interface BookReading {
  /** As far as it verifies. */
  readonly book: Book;
  /** The last good snapshot's generation and number; undefined when none verifies. */
  readonly snapshot: { readonly generation: Generation; readonly seq: number } | undefined;
  /** Why the entries do not verify to the last one, a sentence. */
  readonly broken: string | undefined;
  /** Why the records beside the entries do not agree with them, a sentence. */
  readonly uneven: string | undefined;
}

/**
 * Every book of which the store holds anything; skips from book to book instead of reading them. From the end of each
 * family, because LevelDB goes through the marks of all that was deleted before it comes to a key that is there, and old
 * entries and hours go first (measured: 0.2 s at each start after five years).
 */
export async function booksIn(reader: StoreReader): Promise<readonly BookId[]> {
  const found = new Set<BookId>();
  for (const family of ["ledger", "snapshot", "hours", "pending", "base"]) {
    const [from, end] = below(family);
    let to = end;
    for (let last = ""; last !== to;) {
      last = to;
      for await (const [key] of reader.range(from, to, { limit: 1, reverse: true })) {
        const name = key.split("/")[1] ?? "";
        const book = readBookId(name);
        if (book !== undefined) found.add(book);
        to = below(`${family}/${name}`)[0];
      }
    }
  }
  return [...found].toSorted();
}

/**
 * Continues the last snapshot that verifies by the entries after it, and compares the sum of the hours with the totals.
 * `whole`: walks the entries before it too, from the anchor on. The base is not looked at: it is there for a replay of
 * what is found damaged, and made anew by the next compaction when it is damaged itself.
 */
export async function readBook(reader: StoreReader, id: BookId, whole = false): Promise<BookReading> {
  const [snapshot, anchor] = [await lastSnapshot(reader, id), await readAnchor(reader, id)];
  const start = snapshot?.head ?? anchor ?? NEW_HEAD;
  const walked = await walk(reader, id, start);
  const tables = await readTables(reader, tableRoots(id));
  const anchored = snapshot === undefined || (await storedHash(reader, id, start.seq)) === start.hash;
  const whence = anchor ?? { ...NEW_HEAD, ...start.origin };
  const earlier = whole ? await walk(reader, id, whence) : walked;
  return {
    book: new Book(id, walked.head, tables.hours, tables.pending),
    snapshot: snapshot === undefined ? undefined : { generation: snapshot.generation, seq: start.seq },
    broken: anchored
      ? (walked.broken ?? (await lostAround(reader, id, whence.seq, walked.head)) ?? earlier.broken)
      : `Entry ${start.seq}, to which the snapshot refers, is missing or another one.`,
    uneven: addUp(walked.head, tables),
  };
}

/** Entries that lie before the anchor may be there, and mean nothing; the next one may not be missing, nor its own be to come. */
async function lostAround(reader: StoreReader, id: BookId, anchored: number, { seq }: BookHead) {
  if (seq < anchored) return `The book ends at entry ${seq}; its anchor is of entry ${anchored}.`;
  if (seq === anchored || (await storedHash(reader, id, anchored + 1)) !== undefined) return undefined;
  return `Entry ${anchored + 1} is missing, and later ones are there.`;
}

export interface Tables {
  readonly hours: HourTable;
  readonly pending: PendingTable;
  readonly found: string | undefined;
}

/** Hour and pending records; unreadable ones are left out and told. */
export async function readTables(reader: StoreReader, roots: TableRoots): Promise<Tables> {
  const closed = await readClosed(reader, roots);
  const [hours, pending] = [new HourTable(closed === "unreadable" ? undefined : closed), new PendingTable()];
  let unreadable = closed === "unreadable" ? 1 : 0;
  for await (const [key, value] of reader.range(...below(roots.packed))) {
    const columns = readPack(key, value);
    if (columns === undefined || !hours.append(columns)) unreadable += 1;
  }
  const [start, end] = below(roots.hours);
  // The record of what is closed holds all that came before it; one of a packed hour is later than the pack.
  const from = closed === undefined || closed === "unreadable" ? start : hourKey(roots.hours, firstOpen(closed));
  for await (const [key, value] of reader.range(from, end)) {
    const record = readHourRecord(key, value);
    if (record !== undefined) hours.replace(record.hour, record, record.tags);
    else if (key !== closedKey(roots.hours)) unreadable += 1;
  }
  for await (const [key, value] of reader.range(...below(roots.pending))) {
    const record = readPendingRecord(key, value);
    if (record === undefined) unreadable += 1;
    else pending.add(record.stamp, record, record.tags);
  }
  return { hours, pending, found: unreadable === 0 ? undefined : `${unreadable} records of hours are unreadable.` };
}

const firstOpen = ({ before }: Closed): WallMs => WallMs(Math.max(before, CLOSED_HOUR + 1));

async function readClosed(reader: StoreReader, { hours }: TableRoots): Promise<Closed | "unreadable" | undefined> {
  const value = await reader.get(closedKey(hours));
  return value === undefined ? undefined : (readClosedRecord(closedKey(hours), value) ?? "unreadable");
}

/** Why the tables are not what the head counted; undefined when they are. */
export function addUp(head: BookHead, { hours, pending, found }: Tables): string | undefined {
  const held = plus(hours.total(), pending.sum());
  return found ?? (isSame(held, leftIn(head)) ? undefined : "The hours do not add up to the total.");
}
