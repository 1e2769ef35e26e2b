import { Fault } from "../base/fault.ts";
import { unreachable } from "../base/unreachable.ts";
import type { StoreReader } from "../ports/store-place.ts";
import type { BookId } from "./book-id.ts";
import { type BookReading, booksIn, readBook } from "./book-reading.ts";
import { type PlacedCursor, readCursors } from "./cursor-record.ts";
import { CARRYING_KEY } from "./ledger-keys.ts";
import { storedHash } from "./walk.ts";
import type { WitnessReading } from "./witness.ts";

/** Why the store is not gone on with. */
export interface Findings {
  /** Of the store as a whole, a sentence. */
  readonly found: string;
  /** Of single books, a sentence each. */
  readonly books: ReadonlyMap<BookId, string>;
}

export interface Examination {
  readonly readings: ReadonlyMap<BookId, BookReading>;
  readonly cursors: readonly PlacedCursor[];
  /** Undefined when everything verifies. */
  readonly findings: Findings | undefined;
}

/** Reads every book of the store and compares it with its witness. Writes nothing. `whole`: every entry there is. */
export async function examine(
  reader: StoreReader,
  witnesses: ReadonlyMap<BookId, WitnessReading>,
  whole: boolean,
): Promise<Examination> {
  const readings = new Map<BookId, BookReading>();
  const books = new Map<BookId, string>();
  try {
    for (const id of new Set([...(await booksIn(reader)), ...witnesses.keys()])) {
      const reading = await readBook(reader, id, whole);
      const witness = witnesses.get(id) ?? { kind: "absent" };
      const seq = witness.kind === "read" ? witness.witness.head.seq : 0;
      const found = judgeBook(reading, witness, seq === 0 ? undefined : await storedHash(reader, id, seq));
      readings.set(id, reading);
      if (found !== undefined) books.set(id, found);
    }
    const { cursors, unreadable } = await readCursors(reader);
    for (const { book, turn } of cursors)
      if (turn > (readings.get(book)?.book.head.turn ?? 0) && !books.has(book))
        books.set(book, "The interface's cursor is of a later entry than the book's last one.");
    const found = await judgeStore(reader, unreadable, books.size);
    return { readings, cursors, findings: found === undefined ? undefined : { found, books } };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== "store-unreadable") throw thrown;
    return { readings, cursors: [], findings: { found: `The database cannot be read: ${thrown.message}.`, books } };
  }
}

async function judgeStore(reader: StoreReader, unreadable: number, books: number): Promise<string | undefined> {
  if ((await reader.get(CARRYING_KEY)) !== undefined) return "The database was being filled from a damaged one.";
  if (unreadable > 0) return `${unreadable} records of the interfaces' cursors are unreadable.`;
  if (books > 0) return books === 1 ? "A book of the database does not verify." : `${books} books do not verify.`;
  return undefined;
}

/** A sentence when the book is not to be continued as it is. `storedAt` is the hash of the entry the witness names. */
export function judgeBook(
  { book, broken, uneven }: BookReading,
  witness: WitnessReading,
  storedAt: string | undefined,
): string | undefined {
  return broken ?? judgeByWitness(book.head.seq, witness, storedAt) ?? uneven;
}

function judgeByWitness(seq: number, witness: WitnessReading, storedAt: string | undefined): string | undefined {
  switch (witness.kind) {
    case "absent":
      return undefined;
    case "torn":
      return seq > 0 ? undefined : "The book is not there, and neither slot of its witness can be read.";
    case "read": {
      const known = witness.witness.head;
      if (seq === 0 && known.seq > 0) return `The book is not there; its witness knows ${known.seq} entries.`;
      if (seq < known.seq) return `The book ends at entry ${seq}; its witness knows ${known.seq} entries.`;
      if (known.seq === 0 || storedAt === known.hash) return undefined;
      return `Entry ${known.seq} is not the one that the witness knows.`;
    }
    default:
      return unreachable(witness);
  }
}
