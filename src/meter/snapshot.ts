import { createHash } from "node:crypto";
import type { StoreOp } from "../ports/store.ts";
import type { StoreReader } from "../ports/store-place.ts";
import { type BookHead, readHead, writeHead } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { snapshotKey } from "./ledger-keys.ts";
import { readFields } from "./sealed-record.ts";

/** Two are kept and written in turn, so that the last one that verifies exists while a new one is being written. */
export type Generation = "a" | "b";
export const otherGeneration = (generation: Generation): Generation => (generation === "a" ? "b" : "a");

export interface Snapshot {
  readonly generation: Generation;
  readonly head: BookHead;
}

export function snapshotOp(book: BookId, { generation, head }: Snapshot): StoreOp {
  const text = JSON.stringify(writeHead(book, head));
  return { put: snapshotKey(book, generation), value: `${checkOf(text)} ${text}` };
}

/** The newest that verifies by its own check. */
export async function lastSnapshot(reader: StoreReader, book: BookId): Promise<Snapshot | undefined> {
  const [a, b] = [await readSnapshot(reader, book, "a"), await readSnapshot(reader, book, "b")];
  return a !== undefined && (b === undefined || a.head.seq > b.head.seq) ? a : b;
}

async function readSnapshot(reader: StoreReader, book: BookId, generation: Generation): Promise<Snapshot | undefined> {
  const value = await reader.get(snapshotKey(book, generation));
  const text = value?.slice(65);
  if (value === undefined || text === undefined || value.slice(0, 64) !== checkOf(text)) return undefined;
  const head = readHead(book, readFields(text));
  return head === undefined ? undefined : { generation, head };
}

const checkOf = (text: string): string => createHash("sha256").update(`snapshot\n${text}`).digest("hex");
