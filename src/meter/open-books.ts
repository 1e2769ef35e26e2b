import { Fault } from "../base/fault.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import type { StorePlace, StoreRefusal } from "../ports/store-place.ts";
import type { Witnesses } from "../ports/witness-slots.ts";
import type { Book } from "./book.ts";
import { type BookId, isBookName, maskBook, readBookId } from "./book-id.ts";
import { booksIn } from "./book-reading.ts";
import { catchUp } from "./catch-up.ts";
import { cursorsOf, cursorOp, latestCursors } from "./cursor-record.ts";
import { readDamage } from "./damage.ts";
import { examine, type Examination, type Findings } from "./examination.ts";
import { Ledger, type LedgerOptions, type LedgerStart } from "./ledger.ts";
import { recover } from "./recovery.ts";
import { Shelf, type ShelfStart } from "./shelf.ts";
import type { Stamp } from "../base/stamp.ts";
import { readSlots, type WitnessReading } from "./witness.ts";
import { WitnessKeeper } from "./witness-keeper.ts";

export interface BookPorts {
  readonly place: StorePlace;
  readonly witnesses: Witnesses;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenedBooks {
  readonly store: Store;
  readonly ledger: Ledger;
  /** A sentence, when there were books here and nothing is left of them, no witness either. */
  readonly begunAnew?: string;
}

/** Unreadable files that may have been a lost book's witness; more are somebody's junk. */
const MOST_TORN = 64;

type WitnessReadings = ReadonlyMap<BookId, WitnessReading>;

/**
 * Opens the store and the books in it. Books that do not verify, or are behind their witness, are damaged, never new:
 * the database is set aside and what verifies is continued in another one (`Ledger.damage()` tells).
 * Throws Fault `store-locked`, `store-unwritable`, `store-newer` or `store-unusable`; then nothing was changed, except
 * that with the last one a damaged database may have been set aside already.
 */
export async function openBooks(ports: BookPorts, options: LedgerOptions): Promise<OpenedBooks> {
  const listed = await ports.witnesses.list(isBookName);
  const opening = await ports.place.open();
  if (opening.kind !== "open" && opening.kind !== "damaged") throw refusalFault(opening);
  const stored = opening.kind === "open" ? await storedBooks(opening.store) : [];
  const { witnesses, ignored } = await readWitnesses(ports.witnesses, listed.books, stored);
  if (listed.others + ignored > 0) ports.log.warn("witness-ignored", { count: listed.others + ignored });
  const begunAnew = opening.kind === "open" && witnesses.size === 0 ? opening.begunAnew : undefined;
  const now = { wall: ports.clock.wallMs(), bootId: options.bootId, mono: ports.clock.monoMs() };
  const examination =
    opening.kind === "open" ? await examine(opening.store, witnesses, opening.leftOut !== undefined) : undefined;
  const found = opening.kind === "open" ? examination?.findings : wontOpen(opening.found);
  const findings =
    found !== undefined && opening.kind === "open" && opening.fresh === true ? { ...found, ...GONE } : found;
  const { store, start } =
    opening.kind === "open" && examination !== undefined && findings === undefined
      ? { store: opening.store, start: await continued(ports, opening.store, examination, witnesses, now) }
      : await recovered(ports, findings ?? wontOpen("for no reason that was given"), witnesses, now);
  const ledger = new Ledger({ ...ports, store }, options, start);
  return { store, ledger, ...(begunAnew === undefined ? {} : { begunAnew }) };
}

/** A database that cannot be read is examined, and told of, later. */
async function storedBooks(store: Store): Promise<readonly BookId[]> {
  return await booksIn(store).catch((thrown: unknown) => {
    if (thrown instanceof Fault && thrown.code === "store-unreadable") return [];
    throw thrown;
  });
}

const GONE = {
  found:
    "The database is not there, and the files of its witnesses are: its directory was deleted or moved away, or another disk is mounted in its place.",
};

const wontOpen = (found: string): Findings => ({ found: `The database does not open: ${found}.`, books: new Map() });

/**
 * Of the books that are stored, and of those that only a file tells of. A file that cannot be read tells of a loss only
 * where the database holds no book at all: beside other books, which verify, it is more likely not ours.
 */
async function readWitnesses(witnesses: Witnesses, listed: readonly string[], stored: readonly BookId[]) {
  const readings = new Map<BookId, WitnessReading>();
  let [torn, ignored] = [0, 0];
  const names = listed.map(readBookId).filter((book) => book !== undefined);
  for (const book of new Set([...stored, ...names])) {
    const reading = readSlots(book, await witnesses.slots(book).read());
    const unknown = reading.kind === "torn" && !stored.includes(book);
    if (unknown) torn += 1;
    if (unknown && (stored.length > 0 || torn > MOST_TORN)) ignored += 1;
    else if (reading.kind !== "absent") readings.set(book, reading);
  }
  return { witnesses: readings, ignored };
}

/** Everything verifies. Bytes that the disk had refused before the stop may still be in the witness alone. */
async function continued(
  ports: BookPorts,
  store: Store,
  { readings, cursors }: Examination,
  witnesses: WitnessReadings,
  now: Stamp,
): Promise<LedgerStart> {
  const shelves = new Map<BookId, Shelf>();
  const ops: StoreOp[] = [];
  for (const [id, { book, snapshot }] of readings) {
    const witness = witnesses.get(id) ?? { kind: "absent" };
    const caughtUp = witness.kind === "read" ? catchUp(book, witness.witness.head, now) : [];
    if (caughtUp.length > 0) ports.log.warn("books-caught-up", { book: maskBook(id) });
    ops.push(...caughtUp);
    const start = { generation: snapshot?.generation, snapshotSeq: snapshot?.seq ?? 0 };
    shelves.set(id, await shelfOf(ports, book, witness, start, witness.kind !== "read"));
  }
  const heads = [...shelves].flatMap(([id, { book }]) => cursorsOf(id, book.head));
  const latest = latestCursors([...cursors, ...heads]);
  if (ops.length > 0) await store.write([...ops, ...[...latest.values()].map(cursorOp)]);
  return { shelves, cursors: latest, damage: await readDamage(store) };
}

async function recovered(ports: BookPorts, findings: Findings, witnesses: WitnessReadings, now: Stamp) {
  const { store, books, cursors, damage } = await recover(ports, findings, witnesses, now);
  const shelves = new Map<BookId, Shelf>();
  for (const [id, book] of books) {
    const start = { generation: "a", snapshotSeq: book.head.seq } as const;
    shelves.set(id, await shelfOf(ports, book, witnesses.get(id) ?? { kind: "absent" }, start, true));
  }
  return { store, start: { shelves, cursors, damage } };
}

/** `renew`: what the witness file says is unreadable, or no longer so. */
async function shelfOf(ports: BookPorts, book: Book, witness: WitnessReading, start: ShelfStart, renew: boolean) {
  const keeper = new WitnessKeeper(book.id, ports.witnesses.slots(book.id), witness);
  const shelf = new Shelf(book, keeper, start);
  if (!renew) return shelf;
  const result = await keeper.write(shelf.testimony);
  const event = result === "refused" ? "witness-refused" : "witness-rebuilt";
  // None yet is how every book begins; only one that was there and says nothing is worth a word.
  if (result === "refused" || (witness.kind !== "read" && witness.kind !== "absent"))
    ports.log.warn(event, { book: maskBook(book.id), found: witness.kind });
  return shelf;
}

function refusalFault(refusal: StoreRefusal): Fault {
  const { path } = refusal;
  switch (refusal.kind) {
    case "locked":
      return new Fault(
        "store-locked",
        `${path} is held by another process. Stop it, or give this agent a state directory of its own`,
      );
    case "unwritable":
      return new Fault(
        "store-unwritable",
        `${path} cannot be written: ${refusal.found}. Make the state directory for the agent's user, or give it to them (sudo install -d -o USER -m 700 DIRECTORY, sudo chown -R USER DIRECTORY; a systemd unit does it with StateDirectory=), or set store.directory`,
      );
    case "newer":
      return new Fault(
        "store-newer",
        `${path} was written by a newer version (schema ${refusal.schema}, this one knows ${refusal.known}) and was left untouched. Install that version again, or name another state directory`,
      );
    case "misplaced":
      return new Fault(
        "store-unusable",
        `${path} is ${refusal.found} where ${refusal.wanted} is expected. Nothing was changed; move it away and start again`,
      );
    case "unusable":
      return new Fault(
        "store-unusable",
        `${path} cannot be opened: ${refusal.found}. Set store.directory to a directory on a disk of this device's own`,
      );
    default:
      return unreachable(refusal);
  }
}
