import type { WallMs } from "../base/instant.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import type { WitnessSlots } from "../ports/witness-slots.ts";
import { readBase, renewBase } from "./base.ts";
import type { Book } from "./book.ts";
import { type BookHead, NEW_HEAD } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { closedOp, hourOp } from "./hour-record.ts";
import { baseRoots, entryKey, tableRoots } from "./ledger-keys.ts";
import type { LedgerEntry, SignedEntry } from "./ledger-entry.ts";
import { anchorOp, readAnchor, snapshots } from "./snapshot.ts";
import { recordsBefore } from "./packing.ts";
import { storedHash, walk } from "./walk.ts";
import { decodeSlot } from "./witness.ts";

/** What is old enough to be given up. */
export interface CompactionBounds {
  readonly now: WallMs;
  /** Single entries of before this instant; what they add up to stays, hour by hour. */
  readonly entriesBefore: WallMs;
  /** Hours that begin before this instant; what they add up to stays in the totals. */
  readonly hoursBefore: WallMs;
}

export interface Compacted {
  readonly entries: number;
  readonly hours: number;
  /** The base could not be used and was made anew from the book as it stands. */
  readonly renewed: boolean;
  /** Why nothing more was taken away, a sentence; undefined when nothing hindered it. */
  readonly found: string | undefined;
}

export interface CompactionSizes {
  /** Fewer entries or hours are not worth the flash: each batch writes the touched hours of the base and an anchor again. */
  readonly least: number;
  /** Entries in one batch. */
  readonly portion: number;
  /** Batches in one go: a book of five years is caught up with in a month. */
  readonly portions: number;
  /**
   * Rows of hours in one go, three months of untagged ones: a clock that is wrongly trusted to be years ahead would have
   * to be so for days before it reaches an hour of the running cycle.
   */
  readonly rows: number;
  /** Rows of old hours in one record: some twenty kilobytes; and how few are not worth one. */
  readonly pack: number;
  readonly leastPacked: number;
  /** The last entries that stay whatever the clock says of their age. */
  readonly kept: number;
}

export const COMPACTION_SIZES: CompactionSizes = {
  least: 256,
  portion: 512,
  portions: 16,
  rows: 2_048,
  pack: 1_024,
  leastPacked: 256,
  kept: 1_024,
};

export interface CompactionPorts {
  readonly store: Store;
  readonly witness: Pick<WitnessSlots, "read">;
  /** Asked between batches: the ledger is to be closed. */
  readonly stopping: () => boolean;
}

/**
 * Takes away single entries, oldest first, and closes hours that are older than anybody wants to know. Every batch is
 * whole in itself: the entries go, the base that a replay begins with takes them up, and the anchor says after which
 * entry it stands, so a kill between two of them leaves books that verify. Entries that a snapshot or a witness refers
 * to stay, for damage is known by them.
 *
 * Hours beyond the retention are added up in one total per book, not in one record per month: such a record would lie
 * in an hour in which its bytes were not counted, and whatever rates, sums or draws hours would take it for one.
 */
export async function compactBook(
  ports: CompactionPorts,
  book: Book,
  bounds: CompactionBounds,
  sizes = COMPACTION_SIZES,
): Promise<Compacted> {
  const { store, stopping } = ports;
  const { id } = book;
  const last = await lastToGo(ports, book, sizes.kept);
  const anchor = await readAnchor(store, id);
  // Of entries that are missing, only the hours are left of what they were.
  if (anchor === undefined && book.head.origin.seq > 0) return await renewed(store, book, 0);
  let entries = await takeLeftovers(store, id, anchor?.seq ?? 0, last, sizes);
  let portion = await oldEntries(store, id, anchor ?? NEW_HEAD, last, bounds, sizes.portion);
  const closes = book.hours.rowsBefore(bounds.hoursBefore) >= sizes.least;
  if (portion.entries.length < sizes.least && !closes)
    return { entries, hours: 0, renewed: false, found: portion.broken };
  const base = await readBase(store, book);
  if (base === undefined) return await renewed(store, book, entries);
  for (let done = 0; done < sizes.portions && portion.entries.length >= sizes.least && !stopping(); done += 1) {
    const ops = takenUp(base, portion.entries);
    if (ops === undefined) return await renewed(store, book, entries);
    if ((await store.write(ops)) !== "durable") return { entries, hours: 0, renewed: false, found: undefined };
    entries += portion.entries.length;
    portion = await oldEntries(store, id, base.head, last, bounds, sizes.portion);
  }
  if (!closes || stopping()) return { entries, hours: 0, renewed: false, found: portion.broken };
  const rows = await closeHours(store, book, base, closingEdge(book, bounds.hoursBefore, sizes.rows));
  return { entries, hours: rows, renewed: false, found: portion.broken };
}

async function renewed(store: Store, book: Book, entries: number): Promise<Compacted> {
  await renewBase(store, book);
  return { entries, hours: 0, renewed: true, found: undefined };
}

/** What lies before an anchor that was made anew, or came with a recovery: nothing needs it any more. */
async function takeLeftovers(
  store: Store,
  id: BookId,
  anchored: number,
  most: number,
  { least, portion, portions }: CompactionSizes,
): Promise<number> {
  const last = Math.min(anchored, most);
  const gone: StoreOp[] = [];
  // The anchor's own entry is the last to go: without it there is nothing before it, and nothing to look for.
  if (last > 0 && (await storedHash(store, id, anchored)) !== undefined)
    for await (const [del] of store.range(entryKey(id, 1), entryKey(id, last + 1), { limit: portion * portions }))
      gone.push({ del });
  if (gone.length < least) return 0;
  for (let at = 0; at < gone.length; at += portion) await store.write(gone.slice(at, at + portion));
  return gone.length;
}

/** The last entry that neither a snapshot nor a slot of the witness needs; 0 when there is none. */
async function lastToGo({ store, witness }: CompactionPorts, { id, head }: Book, most: number): Promise<number> {
  const kept = (await snapshots(store, id)).map((snapshot) => snapshot.head.seq);
  if (kept.length === 0) return 0;
  const slots = await witness.read();
  for (const slot of slots === "absent" ? [] : slots) {
    const known = decodeSlot(id, slot)?.head.seq;
    if (known !== undefined) kept.push(known);
  }
  return Math.min(head.seq - most, ...kept.map((seq) => seq - 1));
}

/** The next entries after the anchor that are old, as far as they verify. */
async function oldEntries(
  store: Store,
  id: BookId,
  anchor: BookHead,
  last: number,
  bounds: CompactionBounds,
  most: number,
): Promise<{ readonly entries: readonly SignedEntry[]; readonly broken: string | undefined }> {
  const entries: SignedEntry[] = [];
  if (last <= anchor.seq) return { entries, broken: undefined };
  const upTo = Math.min(last, anchor.seq + most);
  const { broken } = await walk(store, id, anchor, (signed) => entries.push(signed) > 0, upTo);
  const young = entries.findIndex(({ entry }) => !isOld(entry, bounds));
  return { entries: young === -1 ? entries : entries.slice(0, young), broken };
}

/** What a clock booked into the future that was ahead then does not keep all that came after it. */
function isOld({ hour, stamp }: LedgerEntry, { entriesBefore, now }: CompactionBounds): boolean {
  const at = hour ?? stamp.wall;
  return at < entriesBefore || at > now;
}

/** Undefined when the base does not hold what they take. */
function takenUp(base: Book, entries: readonly SignedEntry[]): readonly StoreOp[] | undefined {
  const touched = new Map<string, StoreOp>();
  for (const signed of entries) {
    const placed = base.replay(signed);
    if (placed === undefined) return undefined;
    for (const op of placed) touched.set("put" in op ? op.put : op.del, op);
  }
  const gone = entries.map(({ entry }) => ({ del: entryKey(base.id, entry.seq) }));
  return [...touched.values(), anchorOp(base.id, base.head), ...gone];
}

const closingEdge = ({ hours }: Book, before: WallMs, most: number): WallMs =>
  hours.rowsBefore(before) > most ? (hours.hourOf(most) ?? before) : before;

/**
 * In the book and in its base at once: an entry that is replayed upon the base falls into the closed hours where it
 * fell into an hour then, and the totals of both come out the same. Returns how many rows were closed.
 */
async function closeHours(store: Store, book: Book, base: Book, edge: WallMs): Promise<number> {
  const [ours, theirs] = [tableRoots(book.id), baseRoots(book.id)];
  const ops: StoreOp[] = [];
  for await (const del of recordsBefore(store, book, edge)) ops.push({ del });
  const rows = book.hours.close(edge);
  for (const row of base.hours.close(edge)) ops.push(hourOp(theirs, { ...row, up: 0n, down: 0n }));
  ops.push(anchorOp(base.id, base.head), closedOp(ours, book.hours.closed), closedOp(theirs, base.hours.closed));
  await store.write(ops);
  return rows.length;
}
