import type { Store, StoreOp } from "../ports/store.ts";
import type { StoreReader } from "../ports/store-place.ts";
import { Book } from "./book.ts";
import { NEW_HEAD } from "./book-head.ts";
import { addUp, readTables } from "./book-reading.ts";
import { tableOps } from "./hour-record.ts";
import { Portions } from "./carry-over.ts";
import { baseRoots, below } from "./ledger-keys.ts";
import { anchorOp, readAnchor } from "./snapshot.ts";

/**
 * The book as it was after the anchor's entry. Its entries are replayed into it as they are taken away, so that anchor,
 * base and the entries that are left always give the book as it is, to the byte. Undefined when there is none that is
 * what the anchor counted.
 */
export async function readBase(reader: StoreReader, { id, head: { origin } }: Book): Promise<Book | undefined> {
  const [anchor, roots] = [await readAnchor(reader, id), baseRoots(id)];
  // Of a book that has its first entry, the base is empty.
  if (anchor === undefined) return origin.seq === 0 ? new Book(id, NEW_HEAD, undefined, undefined, roots) : undefined;
  const tables = await readTables(reader, roots);
  return addUp(anchor, tables) === undefined ? new Book(id, anchor, tables.hours, tables.pending, roots) : undefined;
}

/**
 * Makes the book as it stands the base. The old anchor stays until the new one takes its place in the last batch: it is
 * what a start looks for. A base that was left half made does not add up to it, and is made again.
 */
export async function renewBase(store: Store, book: Book): Promise<void> {
  const [roots, head] = [baseRoots(book.id), book.head];
  const made: StoreOp[] = [...tableOps(roots, book)];
  book.seal();
  const portions = new Portions(store);
  for (const root of [roots.hours, roots.pending])
    for await (const [key] of store.range(...below(root))) await portions.add({ del: key });
  for (const op of made) await portions.add(op);
  await portions.add(anchorOp(book.id, head));
  await portions.flush();
}
