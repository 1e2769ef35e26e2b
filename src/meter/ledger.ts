import { Fault } from "../base/fault.ts";
import type { WallMs } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import type { Witnesses } from "../ports/witness-slots.ts";
import { adoptionDrafts } from "./adoption.ts";
import { type Amount, isNothing, NOTHING, plus } from "./amount.ts";
import { Book, type EntryDraft } from "./book.ts";
import { type BookId, maskBook } from "./book-id.ts";
import { lastHourIn, spanAfter } from "./booked-span.ts";
import type { CompactionBounds, CompactionSizes } from "./compaction.ts";
import { Compactor } from "./compactor.ts";
import { type Charge, chargeDrafts } from "./charge.ts";
import { type Correction, correctionDrafts, noteText } from "./correction.ts";
import { cursorOp, forgotten, type PlacedCursor } from "./cursor-record.ts";
import type { Cursor } from "./cursor.ts";
import { type Damage, damageOp } from "./damage.ts";
import { type HourColumns, type HourRow, HourTable, MOST_TAGS } from "./hour-table.ts";
import { cursorKey, DAMAGE_KEY, damagePastKey } from "./ledger-keys.ts";
import type { PendingPiece } from "./pending-table.ts";
import type { Disowned } from "../time/disowned.ts";
import { isHour } from "./record-fields.ts";
import { Shelf } from "./shelf.ts";
import type { Stamp } from "../base/stamp.ts";
import { tagsOf } from "./tags.ts";
import { WitnessKeeper } from "./witness-keeper.ts";

export interface LedgerPorts {
  readonly store: Store;
  readonly witnesses: Witnesses;
  readonly clock: Clock;
  readonly log: Log;
}

export interface LedgerOptions {
  readonly bootId: string;
  /** A book's witness is written whenever so many bytes were counted since the last time: 1 % of the plan. */
  readonly witnessEvery: bigint;
  /** Entries between two snapshots of a book. */
  readonly snapshotEvery?: number;
}

export interface LedgerStart {
  readonly shelves: ReadonlyMap<BookId, Shelf>;
  readonly cursors: ReadonlyMap<string, PlacedCursor>;
  readonly damage: Damage | undefined;
}

export type Written = "durable" | "kept";

/**
 * All books. What was counted is in memory at once, in the order of the calls, and on the disk when the call resolves
 * to `durable`; `kept` means that the disk refuses and the store holds it in memory. Opened by `openBooks`.
 */
export class Ledger {
  readonly #ports: LedgerPorts;
  readonly #bootId: string;
  readonly #snapshotEvery: number;
  readonly #shelves: Map<BookId, Shelf>;
  readonly #cursors: Map<string, PlacedCursor>;
  readonly #unwitnessed = new Set<BookId>();
  readonly #crowded = new Set<BookId>();
  readonly #compactor: Compactor;
  #damage: Damage | undefined;
  #turn: number;
  /** Hours that were booked under a wrong clock: the entries stand, but they are no witness of the present. */
  disowned: readonly Disowned[] = [];
  witnessEvery: bigint;

  constructor(ports: LedgerPorts, options: LedgerOptions, start: LedgerStart) {
    this.#ports = ports;
    this.#compactor = new Compactor(ports);
    this.#bootId = options.bootId;
    this.#snapshotEvery = options.snapshotEvery ?? 64;
    this.witnessEvery = options.witnessEvery;
    this.#shelves = new Map(start.shelves);
    this.#cursors = new Map(start.cursors);
    this.#damage = start.damage;
    this.#turn = Math.max(0, ...[...this.#shelves.values()].map(({ book }) => book.head.turn));
  }

  /** Entries, hours, cursors and the caller's own operations in one synced batch. Zero bytes write no entry. */
  async charge(charge: Charge, alongside: readonly StoreOp[] = []): Promise<Written> {
    const { book, cursor, along = [] } = charge;
    const cursors = [cursor, ...along];
    const drafts = chargeDrafts(charge, this.#turn + 1);
    if (drafts.length === 0) {
      const unknown = cursors.filter(({ interfaceName }) => !this.#cursors.has(interfaceName));
      return await this.#ports.store.write([...unknown.flatMap((one) => this.#begin(book, one)), ...alongside]);
    }
    const shelf = this.#shelf(book);
    this.#turn += 1;
    const placed = cursors.flatMap((one) => this.#placeCursor({ cursor: one, book, turn: this.#turn }));
    const ops = shelf.add(drafts, this.#ports.store.health());
    return await this.#write([shelf], [...ops, ...placed, ...alongside]);
  }

  /** What the book holds; `entries` counts everything that was ever written into it. */
  totals(book: BookId): Amount & { readonly entries: number } {
    const known = this.#shelves.get(book)?.book;
    return { ...(known?.left ?? NOTHING), entries: known?.head.seq ?? 0 };
  }

  /** What was used in the hours that begin in [from, to). Pending bytes are in no hour. */
  between(book: BookId, fromHour: WallMs, toHour: WallMs): Amount {
    return this.#shelves.get(book)?.book.hours.sum(fromHour, toHour) ?? NOTHING;
  }

  /**
   * The hours that begin in [from, to), ascending, each with its untagged bytes first, from which any plan can be rated.
   * What is older than the retention is in `totals` only. To be walked at once: the books go on.
   */
  hours(book: BookId, fromHour: WallMs, toHour: WallMs): Iterable<HourRow> {
    return this.#shelves.get(book)?.book.hours.rows(fromHour, toHour) ?? [];
  }

  /** All hours that begin before an instant, as they lie there. */
  columns = (book: BookId, toHour: WallMs): HourColumns =>
    (this.#shelves.get(book)?.book.hours ?? new HourTable()).columns(0, toHour);

  pending(book: BookId): readonly PendingPiece[] {
    return this.#shelves.get(book)?.book.pending.list() ?? [];
  }

  /** Moves pending bytes to the hour that their stamp is now known to lie in; the totals do not change. */
  async settle(
    book: BookId,
    hourOf: (stamp: Stamp) => WallMs | undefined,
    alongside: readonly StoreOp[] = [],
  ): Promise<{ readonly settled: Amount; readonly left: number; readonly written: Written }> {
    const ops: StoreOp[] = [];
    let settled = NOTHING;
    for (const { stamp, up, down, tags } of this.pending(book)) {
      const hour = hourOf(stamp);
      if (hour === undefined || !isHour(hour)) continue;
      const moved = { turn: undefined, cursor: undefined, peer: undefined, source: "book", tags } as const;
      ops.push(...this.#shelf(book).book.append({ kind: "settled", up, down, hour, stamp, ...moved }));
      settled = plus(settled, { up, down });
    }
    const shelves = ops.length === 0 ? [] : [this.#shelf(book)];
    return { settled, written: await this.#write(shelves, [...ops, ...alongside]), left: this.pending(book).length };
  }

  /** What `from` holds becomes `to`'s, hour by hour; both books keep a record of it. */
  async adopt(
    from: BookId,
    to: BookId,
    alongside: readonly StoreOp[] = [],
  ): Promise<{ readonly adopted: Amount; readonly written: Written }> {
    const adopted = this.#shelves.get(from)?.book.left ?? NOTHING;
    if (from === to || isNothing(adopted)) return { adopted: NOTHING, written: await this.#write([], alongside) };
    const [giver, taker] = [this.#shelf(from), this.#shelf(to)];
    const ops: StoreOp[] = [];
    this.#turn += 1;
    const at = { stamp: this.#now(), turn: this.#turn, cursor: this.#latestCursor() };
    for (const [given, taken] of adoptionDrafts(giver.book, to, at))
      ops.push(...giver.book.append(given), ...taker.book.append(taken));
    const written = await this.#write([giver, taker], [...ops, ...alongside]);
    // At once: a witness of before would have the same bytes in the other book.
    for (const shelf of [giver, taker]) await this.#bearWitness(shelf);
    return { adopted, written };
  }

  /**
   * A person's correction, an entry of its own; what was counted stays as it was counted. `not-held`: there is no such
   * book, or its hour holds less than is to be taken off; nothing is changed.
   */
  async correct(correction: Correction, alongside: readonly StoreOp[] = []): Promise<Written | "not-held"> {
    const shelf = this.#shelves.get(correction.book);
    const { up, down, hour } = correction;
    if (up < 0n || down < 0n || !isHour(hour)) throw new Fault("internal", `a correction of ${up} up, ${down} down`);
    const asked = { ...correction, tags: tagsOf(correction.tags) };
    const drafts = shelf === undefined ? undefined : correctionDrafts(shelf.book, asked, this.#now());
    if (shelf === undefined || drafts === undefined) return "not-held";
    const ops = drafts.flatMap((draft) => shelf.book.append(draft));
    const written = await this.#write([shelf], [...ops, ...alongside]);
    // At once: a witness of before would take bytes that were taken off for lost ones.
    await this.#bearWitness(shelf);
    return written;
  }

  /**
   * The kernel's counters jumped beyond what the line carries, and stayed: counting goes on from this cursor, nothing
   * of the jump is booked, and the book says so. What was counted before must have been charged.
   */
  async rebase(book: BookId, cursor: Cursor, hour: WallMs | undefined, why: string): Promise<Written> {
    const shelf = this.#shelf(book);
    this.#turn += 1;
    const placed = this.#placeCursor({ cursor, book, turn: this.#turn });
    const at = { hour, stamp: this.#now(), turn: this.#turn, cursor, peer: undefined };
    const draft: EntryDraft = { kind: "rebased", ...NOTHING, ...at, source: "interface", note: { why: noteText(why) } };
    return await this.#write([shelf], [...shelf.book.append(draft), ...placed]);
  }

  /** How far this interface's counters are in the books. */
  cursor(interfaceName: string): Cursor | undefined {
    return this.#cursors.get(interfaceName)?.cursor;
  }

  /** Those that the last turn of all took as far as they are. */
  lastCursors(): readonly Cursor[] {
    return [...this.#cursors.values()].filter(({ turn }) => turn === this.#turn).map(({ cursor }) => cursor);
  }

  /**
   * Where an interface stood when it was first seen: nothing before that is ever booked. On the disk before the first
   * byte is, so that a start after a kill counts from here.
   */
  async begin(book: BookId, cursor: Cursor): Promise<Written> {
    return await this.#ports.store.write(this.#begin(book, cursor));
  }

  /** The latest hour that anything was booked into by a right clock; undefined in new books. */
  lastHour(): WallMs | undefined {
    return lastHourIn(this.#books(), this.disowned);
  }

  /** From the first to the last hour of after an instant that anything was booked into, disowned ones left out. */
  hoursAfter(instant: WallMs): Disowned | undefined {
    return spanAfter(this.#books(), this.disowned, instant);
  }

  /** The book that was written last, before this start too. */
  lastBook(): BookId | undefined {
    const [last] = this.#books().toSorted((a, b) => b.head.turn - a.head.turn);
    return last === undefined || last.head.turn === 0 ? undefined : last.id;
  }

  /** Every book there is. */
  books(): readonly BookId[] {
    return [...this.#shelves.keys()];
  }

  /** What is damaged and not acknowledged yet. */
  damage(): Damage | undefined {
    return this.#damage;
  }

  /** A person, by name, has taken note. The record of it stays. */
  async acknowledge(by: string): Promise<void> {
    const damage = this.#damage;
    if (damage === undefined) return;
    this.#damage = undefined;
    const acknowledged = { by, at: this.#ports.clock.wallMs() };
    await this.#ports.store.write([
      damageOp(damage, damagePastKey(damage.since), { acknowledged }),
      { del: DAMAGE_KEY },
    ]);
    this.#ports.log.info("damage-acknowledged", acknowledged);
  }

  /** Snapshot and witness of every book that has anything new. */
  async snapshot(): Promise<void> {
    for (const shelf of this.#shelves.values()) {
      const ops = shelf.snapshotIfDue(1);
      if (ops.length > 0) await this.#write([shelf], ops);
      if (ops.length > 0 || shelf.witness.since(shelf.book.head) !== 0n) await this.#bearWitness(shelf);
    }
  }

  /**
   * Takes away what is old, in batches, while counting goes on; totals, the hours after the bound and pending bytes stay
   * to the byte. To be asked for once a day at most: it writes to the flash. Nothing while the disk refuses.
   */
  async compact(bounds: CompactionBounds, sizes?: CompactionSizes): Promise<void> {
    await this.#compactor.run(this.#books(), bounds, sizes);
  }

  /** The store stays open: it is not the ledger's alone. */
  async close(): Promise<void> {
    await this.#compactor.stop();
    await this.snapshot();
  }

  async #write(shelves: readonly Shelf[], ops: readonly StoreOp[]): Promise<Written> {
    const snapshots = shelves.flatMap((shelf) => shelf.snapshotIfDue(this.#snapshotEvery));
    const heads = shelves.map(({ book }) => book.head);
    const written = await this.#ports.store.write([...ops, ...snapshots]);
    for (const [at, shelf] of shelves.entries()) {
      const head = heads[at];
      if (shelf.book.crowded && !this.#crowded.has(shelf.book.id)) this.#sayCrowded(shelf.book.id);
      if (head !== undefined) shelf.written(head, written);
      const since = shelf.witness.since(shelf.book.head);
      if (snapshots.length > 0 || since === undefined || since >= this.witnessEvery) await this.#bearWitness(shelf);
    }
    return written;
  }

  async #bearWitness(shelf: Shelf): Promise<void> {
    // A witness's cursor stands for all books, also where the disk is lost: what they hold must be in their own witnesses before.
    for (const other of this.#shelves.values())
      if (other !== shelf && other.witness.since(other.book.head) !== 0n) await this.#writeWitness(other);
    await this.#writeWitness(shelf);
  }

  /** A disk that stays read-only refuses at every time; the first says it. */
  async #writeWitness({ witness, testimony, book }: Shelf): Promise<void> {
    if ((await witness.write(testimony)) === "durable") this.#unwitnessed.delete(book.id);
    else if (!this.#unwitnessed.has(book.id)) {
      this.#unwitnessed.add(book.id);
      this.#ports.log.warn("witness-refused", { book: maskBook(book.id) });
    }
  }

  /** Whether an hour of a book, seen since the start, had more kinds of bytes than are kept apart. */
  get crowded(): boolean {
    return this.#crowded.size > 0;
  }

  /** Once per start and book: what crowds an hour today does so tomorrow. */
  #sayCrowded(book: BookId): void {
    this.#crowded.add(book);
    this.#ports.log.warn("hours-crowded", { book: maskBook(book), most: MOST_TAGS });
  }

  #books(): readonly Book[] {
    return [...this.#shelves.values()].map(({ book }) => book);
  }

  #shelf(id: BookId): Shelf {
    const known = this.#shelves.get(id);
    if (known !== undefined) return known;
    const witness = new WitnessKeeper(id, this.#ports.witnesses.slots(id), { kind: "absent" });
    const shelf = new Shelf(new Book(id), witness, { generation: undefined, snapshotSeq: 0 });
    this.#shelves.set(id, shelf);
    return shelf;
  }

  #begin(book: BookId, cursor: Cursor): StoreOp[] {
    // Not a turn of its own: a cursor of a later turn than its book's last entry means that entries are lost.
    return this.#placeCursor({ cursor, book, turn: this.#shelves.get(book)?.book.head.turn ?? 0 });
  }

  #placeCursor(placed: PlacedCursor): StoreOp[] {
    this.#cursors.set(placed.cursor.interfaceName, placed);
    const gone = forgotten(this.#cursors);
    for (const { interfaceName } of gone) this.#cursors.delete(interfaceName);
    return [cursorOp(placed), ...gone.map(({ interfaceName }) => ({ del: cursorKey(interfaceName) }))];
  }

  #latestCursor(): Cursor | undefined {
    return [...this.#cursors.values()].toSorted((a, b) => b.turn - a.turn)[0]?.cursor;
  }

  #now(): Stamp {
    const { clock } = this.#ports;
    return { wall: clock.wallMs(), bootId: this.#bootId, mono: clock.monoMs() };
  }
}
