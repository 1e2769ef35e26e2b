import { Fault } from "../base/fault.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { StorePlace, StoreReader } from "../ports/store-place.ts";
import { isNothing } from "./amount.ts";
import { Book } from "./book.ts";
import { type BookId, maskBook } from "./book-id.ts";
import { booksIn } from "./book-reading.ts";
import { carryEntries, carryOthers, carryTables, Portions, salvageBook } from "./carry-over.ts";
import { aheadOf, catchUp, mark } from "./catch-up.ts";
import { cursorsOf, cursorOp, latestCursors, type PlacedCursor, readCursors } from "./cursor-record.ts";
import { type BookDamage, type Damage, damageOp, joinDamage, readDamage } from "./damage.ts";
import type { Findings } from "./examination.ts";
import { CARRYING_KEY } from "./ledger-keys.ts";
import { snapshotOp } from "./snapshot.ts";
import type { Stamp } from "../base/stamp.ts";
import { storedHash } from "./walk.ts";
import type { WitnessReading } from "./witness.ts";

/**
 * Directories that are looked into when the newest does not hold what the witnesses know; older ones are removed once a
 * recovery is whole, or a device whose flash dies would fill it with its own ruins.
 */
const MOST_SOURCES = 4;

export interface Recovered {
  readonly store: Store;
  readonly books: ReadonlyMap<BookId, Book>;
  readonly cursors: ReadonlyMap<string, PlacedCursor>;
  readonly damage: Damage;
}

export interface RecoveryPorts {
  readonly place: StorePlace;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sets the damaged database aside and goes on in a new one with what verifies. The higher of book and witness is taken
 * as used. Until the last batch is written the new database says that it is unfinished; a start that finds it so begins
 * again from what was set aside.
 */
export async function recover(
  { place, clock, log }: RecoveryPorts,
  findings: Findings,
  witnesses: ReadonlyMap<BookId, WitnessReading>,
  now: Stamp,
): Promise<Recovered> {
  const setAside = await place.setAside();
  const opening = await place.open();
  if (opening.kind !== "open") throw new Fault("store-unusable", `a new database did not open beside ${setAside}`);
  const { store } = opening;
  await store.write([{ put: CARRYING_KEY, value: setAside }]);
  const salvaged = await salvage(place, store, witnesses);

  const portions = new Portions(store);
  const hurt: BookDamage[] = [];
  for (const [id, book] of salvaged.books) {
    const harm = harmOf(book, witnesses.get(id) ?? { kind: "absent" }, findings.books.get(id));
    if (harm !== undefined) hurt.push(harm);
    await portions.add(...(await settleWith(store, book, witnesses.get(id), now)));
    await carryTables(book, portions);
    await portions.add(snapshotOp(id, { generation: "a", head: book.head }));
  }
  const cursors = continuedCursors(salvaged);
  const found = joinDamage(await readDamage(store), {
    since: clock.wallMs(),
    found: findings.found,
    setAside: [setAside],
    books: hurt,
  });
  await portions.flush();
  await store.write([...[...cursors.values()].map(cursorOp), damageOp(found), { del: CARRYING_KEY }]);
  const removed = await place.removeOldest(MOST_SOURCES);
  const damage = { ...found, setAside: found.setAside.filter((path) => !removed.includes(path)) };
  if (removed.length > 0) {
    log.warn("set-aside-removed", { removed, kept: MOST_SOURCES });
    await store.write([damageOp(damage)]);
  }
  const books = hurt.map(({ book, ...rest }) => ({ book: maskBook(book), ...rest }));
  log.error("books-damaged", { found: findings.found, setAside, books });
  return { store, books: salvaged.books, cursors, damage };
}

interface Salvaged {
  readonly books: Map<BookId, Book>;
  readonly cursors: PlacedCursor[];
  /** What is not the books' has been found, and whole. */
  others: boolean;
}

/** Of every book the version that goes furthest, and every cursor that was stored. */
async function salvage(
  place: StorePlace,
  store: Store,
  witnesses: ReadonlyMap<BookId, WitnessReading>,
): Promise<Salvaged> {
  const books = new Map<BookId, Book>([...witnesses.keys()].map((id) => [id, new Book(id)]));
  const salvaged = { books, cursors: [], others: false };
  let sources = 0;
  for await (const { reader } of place.salvage()) {
    const unfinished = await salvageFrom(reader, store, salvaged).catch((thrown: unknown) => {
      if (thrown instanceof Fault && thrown.code === "store-unreadable") return true;
      throw thrown;
    });
    sources += 1;
    const missing = [...books.values()].some((book) => book.head.seq === 0);
    if ((!unfinished && !missing) || sources === MOST_SOURCES) break;
  }
  return salvaged;
}

/** True when this database had itself been left half filled. */
async function salvageFrom(reader: StoreReader, store: Store, into: Salvaged): Promise<boolean> {
  const portions = new Portions(store);
  for (const id of await booksIn(reader)) {
    const book = await salvageBook(reader, id);
    if (book.head.seq <= (into.books.get(id)?.head.seq ?? 0)) continue;
    into.books.set(id, book);
    await carryEntries(reader, book, portions);
  }
  into.cursors.push(...(await readCursors(reader)).cursors);
  const unfinished = (await reader.get(CARRYING_KEY)) !== undefined;
  if (!into.others) into.others = (await carryOthers(reader, portions)) > 0 && !unfinished;
  await portions.flush();
  return unfinished;
}

/** The entries that make the book as full as its witness. Every book ends up with a last entry that is there. */
async function settleWith(store: Store, book: Book, witness: WitnessReading | undefined, now: Stamp) {
  const ops = witness?.kind === "read" ? catchUp(book, witness.witness.head, now) : [];
  if (ops.length === 0 && (await storedHash(store, book.id, book.head.seq)) !== book.head.hash)
    ops.push(...mark(book, now));
  book.seal();
  return ops;
}

function harmOf(book: Book, witness: WitnessReading, found: string | undefined): BookDamage | undefined {
  const { seq, counted } = book.head;
  const assumed = witness.kind === "read" ? aheadOf(book.head, witness.witness.head) : "unknown";
  const behind = witness.kind === "read" && witness.witness.head.seq > seq;
  if (found === undefined && !behind && assumed !== "unknown" && isNothing(assumed)) return undefined;
  const said = found ?? (behind || assumed !== "unknown" ? "The book is behind its witness." : NO_WITNESS);
  return { book: book.id, found: said, kept: { ...counted, entries: seq }, assumed };
}

const NO_WITNESS = "The book was carried over, but no witness can be read that would say whether it is complete.";

/** Those whose bytes are in a book, the latest of each interface. */
function continuedCursors({ books, cursors }: Salvaged): Map<string, PlacedCursor> {
  const counted = cursors.filter(({ book, turn }) => turn <= (books.get(book)?.head.turn ?? 0));
  return latestCursors([...counted, ...[...books].flatMap(([id, book]) => cursorsOf(id, book.head))]);
}
