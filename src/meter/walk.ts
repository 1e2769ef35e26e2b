import type { StoreReader } from "../ports/store-place.ts";
import { headAfter, type BookHead } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { below, entryKey } from "./ledger-keys.ts";
import { readSignedEntry, type SignedEntry } from "./ledger-entry.ts";

export interface Walked {
  /** As far as every entry follows the one before it. */
  readonly head: BookHead;
  /** Why the walk ended before the last entry; undefined when it did not. */
  readonly broken: string | undefined;
}

/**
 * Walks the entries after a head, up to number `last`: numbers without a gap, each hash over the one before. `take` may
 * refuse an entry by answering false.
 */
export async function walk(
  reader: StoreReader,
  book: BookId,
  from: BookHead,
  take: (signed: SignedEntry) => boolean = () => true,
  last = Infinity,
): Promise<Walked> {
  let head = from;
  const end = last === Infinity ? below(`ledger/${book}`)[1] : entryKey(book, last + 1);
  for await (const [key, text] of reader.range(entryKey(book, from.seq + 1), end)) {
    const seq = head.seq + 1;
    if (key !== entryKey(book, seq)) return { head, broken: `Entry ${seq} is missing, and later ones are there.` };
    const signed = readSignedEntry(text, head.hash);
    const fits = signed !== undefined && signed.entry.book === book && signed.entry.seq === seq;
    if (!fits) return { head, broken: `Entry ${seq} is not what was written after entry ${head.seq}.` };
    if (!take(signed)) return { head, broken: `Entry ${seq} takes more than the book holds.` };
    head = headAfter(head, signed);
  }
  return { head, broken: undefined };
}

/** The hash of a stored entry as it stands there, unverified; undefined when there is none. */
export async function storedHash(reader: StoreReader, book: BookId, seq: number): Promise<string | undefined> {
  return (await reader.get(entryKey(book, seq)))?.slice(0, 64);
}
