import { createHash } from "node:crypto";
import type { StoreOp } from "../ports/store.ts";
import type { StoreReader } from "../ports/store-place.ts";
import { type BookHead, readHead, writeHead } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { anchorKey, snapshotKey } from "./ledger-keys.ts";
import { readFields } from "./sealed-record.ts";

/** Two are kept and written in turn, so that the last one that verifies exists while a new one is being written. */
export type Generation = "a" | "b";
export const otherGeneration = (generation: Generation): Generation => (generation === "a" ? "b" : "a");

export interface Snapshot {
  readonly generation: Generation;
  readonly head: BookHead;
}

export const snapshotOp = (book: BookId, { generation, head }: Snapshot): StoreOp =>
  headOp(snapshotKey(book, generation), book, head);

/** The head after the last of the entries that were taken away: the first that is still there follows its hash. */
export const anchorOp = (book: BookId, head: BookHead): StoreOp => headOp(anchorKey(book), book, head);

/** Undefined too when it does not verify. */
export const readAnchor = (reader: StoreReader, book: BookId): Promise<BookHead | undefined> =>
  readHeadAt(reader, anchorKey(book), book);

/** Those that verify by their own check, the newest first. */
export async function snapshots(reader: StoreReader, book: BookId): Promise<readonly Snapshot[]> {
  const found: Snapshot[] = [];
  for (const generation of ["a", "b"] as const) {
    const head = await readHeadAt(reader, snapshotKey(book, generation), book);
    if (head !== undefined) found.push({ generation, head });
  }
  return found.toSorted((a, b) => b.head.seq - a.head.seq);
}

/** The newest that verifies. */
export async function lastSnapshot(reader: StoreReader, book: BookId): Promise<Snapshot | undefined> {
  return (await snapshots(reader, book))[0];
}

function headOp(key: string, book: BookId, head: BookHead): StoreOp {
  const text = JSON.stringify(writeHead(book, head));
  return { put: key, value: `${checkOf(text)} ${text}` };
}

async function readHeadAt(reader: StoreReader, key: string, book: BookId): Promise<BookHead | undefined> {
  const value = await reader.get(key);
  const text = value?.slice(65);
  if (value === undefined || text === undefined || value.slice(0, 64) !== checkOf(text)) return undefined;
  return readHead(book, readFields(text));
}

const checkOf = (text: string): string => createHash("sha256").update(`snapshot\n${text}`).digest("hex");
