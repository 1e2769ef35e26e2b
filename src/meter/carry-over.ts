import type { StoreOp } from "../ports/store.ts";
import type { Store } from "../ports/store.ts";
import type { StoreReader } from "../ports/store-place.ts";
import { Book } from "./book.ts";
import { NEW_HEAD } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { readTables } from "./book-reading.ts";
import { hourOp, pendingOp } from "./hour-record.ts";
import { WallMs } from "../base/instant.ts";
import { fitTables } from "./latest-pieces.ts";
import { below, entryKey } from "./ledger-keys.ts";
import { lastSnapshot } from "./snapshot.ts";
import { walk } from "./walk.ts";

/**
 * As much of a book as verifies in what was salvaged: all entries from the first one on, or, where an early one is
 * gone, the last snapshot that verifies and the entries after it.
 */
export async function salvageBook(reader: StoreReader, id: BookId): Promise<Book> {
  const replayed = new Book(id);
  await walk(reader, id, NEW_HEAD, (signed) => replayed.replay(signed));
  const snapshot = await lastSnapshot(reader, id);
  if (snapshot === undefined || snapshot.head.seq <= replayed.head.seq) return replayed;
  const { head } = await walk(reader, id, snapshot.head);
  const tables = await readTables(reader, id);
  fitTables(tables, head);
  const { seq, hash } = snapshot.head;
  return new Book(id, { ...head, origin: { seq, hash } }, tables.hours, tables.pending);
}

/** Writes in portions: a batch of years would have to lie in memory whole, several times. */
export class Portions {
  readonly #store: Store;
  #ops: StoreOp[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  async add(...ops: readonly StoreOp[]): Promise<void> {
    this.#ops.push(...ops);
    if (this.#ops.length >= 512) await this.flush();
  }

  async flush(): Promise<void> {
    const ops = this.#ops;
    this.#ops = [];
    if (ops.length > 0) await this.#store.write(ops);
  }
}

/** The entries up to the book's head, as they were stored. */
export async function carryEntries(reader: StoreReader, book: Book, into: Portions): Promise<void> {
  for await (const [put, value] of reader.range(entryKey(book.id, 0), entryKey(book.id, book.head.seq + 1)))
    await into.add({ put, value });
}

export async function carryTables(book: Book, into: Portions): Promise<void> {
  for (const [hour, amount] of book.hours.latestFirst()) await into.add(hourOp(book.id, WallMs(hour), amount));
  for (const piece of book.pending.list()) await into.add(pendingOp(book.id, piece));
}

/** Everything that is not the books' (the outbox, what was published last): as it is, unverified. Returns how much. */
export async function carryOthers(reader: StoreReader, into: Portions): Promise<number> {
  let carried = 0;
  for (let from: string | undefined = ""; from !== undefined;) {
    const start: string = from;
    from = undefined;
    for await (const [key, value] of reader.range(start, "\u{10ffff}")) {
      const family = key.split("/")[0] ?? "";
      if (NOT_CARRIED.has(family)) {
        from = below(family)[1];
        break;
      }
      carried += 1;
      await into.add({ put: key, value });
    }
  }
  return carried;
}

const NOT_CARRIED: ReadonlySet<string> = new Set(["meta", "ledger", "hours", "pending", "snapshot", "cursor"]);
