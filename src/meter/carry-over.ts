import type { StoreOp } from "../ports/store.ts";
import type { Store } from "../ports/store.ts";
import type { StoreReader } from "../ports/store-place.ts";
import { Book } from "./book.ts";
import type { BookHead } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { addUp, readTables } from "./book-reading.ts";
import { tableOps } from "./hour-record.ts";
import { CLOSED_HOUR } from "./hour-table.ts";
import { fitTables } from "./latest-pieces.ts";
import { baseRoots, below, entryKey, LEDGER_FAMILIES, tableRoots } from "./ledger-keys.ts";
import { anchorOp, lastSnapshot, readAnchor } from "./snapshot.ts";
import { walk } from "./walk.ts";

/**
 * As much of a book as verifies in what was salvaged: all entries upon the base, which is that of the first one unless
 * entries were taken away; or, where an early one is gone, the last snapshot that verifies and the entries after it.
 */
export async function salvageBook(reader: StoreReader, id: BookId): Promise<Book> {
  const anchor = await readAnchor(reader, id);
  const replayed = (await usableBase(reader, id, anchor)) ?? new Book(id);
  await walk(reader, id, replayed.head, (signed) => replayed.replay(signed) !== undefined);
  const start = (await lastSnapshot(reader, id))?.head ?? anchor;
  if (start === undefined || start.seq <= replayed.head.seq) return replayed;
  const { head } = await walk(reader, id, start);
  const tables = await readTables(reader, tableRoots(id));
  fitTables(tables, head);
  const { seq, hash } = start;
  return new Book(id, { ...head, origin: { seq, hash } }, tables.hours, tables.pending);
}

async function usableBase(reader: StoreReader, id: BookId, anchor: BookHead | undefined): Promise<Book | undefined> {
  if (anchor === undefined) return undefined;
  const base = await readTables(reader, baseRoots(id));
  return addUp(anchor, base) === undefined ? new Book(id, anchor, base.hours, base.pending) : undefined;
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
  for await (const [put, value] of reader.range(entryKey(book.id, 1), entryKey(book.id, book.head.seq + 1)))
    await into.add({ put, value });
}

/** Hours and pending bytes; and as the base too, so that nothing before this is needed for a replay any more. */
export async function carryTables(book: Book, into: Portions): Promise<void> {
  // Where they go to there are no packs.
  book.hours.packedBefore = CLOSED_HOUR;
  for (const op of tableOps(tableRoots(book.id), book)) await into.add(op);
  for (const op of tableOps(baseRoots(book.id), book)) await into.add(op);
  await into.add(anchorOp(book.id, book.head));
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

const NOT_CARRIED: ReadonlySet<string> = new Set(["meta", ...LEDGER_FAMILIES.filter((family) => family !== "damage")]);
