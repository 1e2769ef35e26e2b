import type { StoreReader } from "../ports/store-place.ts";
import { isSame, plus } from "./amount.ts";
import { Book } from "./book.ts";
import { type BookHead, leftIn, NEW_HEAD } from "./book-head.ts";
import { type BookId, readBookId } from "./book-id.ts";
import { readHourRecord, readPendingRecord } from "./hour-record.ts";
import { HourTable } from "./hour-table.ts";
import { below } from "./ledger-keys.ts";
import { PendingTable } from "./pending-table.ts";
import { type Generation, lastSnapshot } from "./snapshot.ts";
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

/** Every book of which the store holds anything; skips from book to book instead of reading them. */
export async function booksIn(reader: StoreReader): Promise<readonly BookId[]> {
  const found = new Set<BookId>();
  for (const family of ["ledger", "snapshot", "hours", "pending"]) {
    let [from, to] = below(family);
    for (let last = ""; last !== from;) {
      last = from;
      for await (const [key] of reader.range(from, to, { limit: 1 })) {
        const name = key.split("/")[1] ?? "";
        const book = readBookId(name);
        if (book !== undefined) found.add(book);
        from = below(`${family}/${name}`)[1];
      }
    }
  }
  return [...found].toSorted();
}

/**
 * Continues the last snapshot that verifies by the entries after it, and compares the sum of the hours with the totals.
 * `whole`: walks the entries before it too.
 */
export async function readBook(reader: StoreReader, id: BookId, whole = false): Promise<BookReading> {
  const snapshot = await lastSnapshot(reader, id);
  const start = snapshot?.head ?? NEW_HEAD;
  const walked = await walk(reader, id, start);
  const tables = await readTables(reader, id);
  const anchored = start.seq === 0 || (await storedHash(reader, id, start.seq)) === start.hash;
  const earlier = whole ? await walk(reader, id, { ...NEW_HEAD, ...start.origin }) : walked;
  return {
    book: new Book(id, walked.head, tables.hours, tables.pending),
    snapshot: snapshot === undefined ? undefined : { generation: snapshot.generation, seq: start.seq },
    broken: anchored
      ? (walked.broken ?? earlier.broken)
      : `Entry ${start.seq}, to which the snapshot refers, is missing or another one.`,
    uneven: tables.found ?? addUp(walked.head, tables),
  };
}

export interface Tables {
  readonly hours: HourTable;
  readonly pending: PendingTable;
  readonly found: string | undefined;
}

/** Hour and pending records; unreadable ones are left out and told. */
export async function readTables(reader: StoreReader, id: BookId): Promise<Tables> {
  const [hours, pending] = [new HourTable(), new PendingTable()];
  let unreadable = 0;
  for await (const [key, value] of reader.range(...below(`hours/${id}`))) {
    const record = readHourRecord(key, value);
    if (record === undefined) unreadable += 1;
    else hours.add(record.hour, record);
  }
  for await (const [key, value] of reader.range(...below(`pending/${id}`))) {
    const record = readPendingRecord(key, value);
    if (record === undefined) unreadable += 1;
    else pending.add(record.stamp, record);
  }
  return { hours, pending, found: unreadable === 0 ? undefined : `${unreadable} records of hours are unreadable.` };
}

function addUp(head: BookHead, { hours, pending }: Tables): string | undefined {
  const held = plus(hours.sum(-Infinity, Infinity), pending.sum());
  return isSame(held, leftIn(head)) ? undefined : "The hours do not add up to the total.";
}
