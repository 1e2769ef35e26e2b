import { Fault } from "../base/fault.ts";
import type { StoreOp } from "../ports/store.ts";
import { unreachable } from "../base/unreachable.ts";
import { type Amount, plus } from "./amount.ts";
import { headAfter, type BookHead, leftIn, NEW_HEAD } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { HourTable, type Placed } from "./hour-table.ts";
import { pendingOp, placedOp } from "./hour-record.ts";
import { entryKey, pieceOf, type TableRoots, tableRoots } from "./ledger-keys.ts";
import { type LedgerEntry, signEntry, type SignedEntry } from "./ledger-entry.ts";
import { type PendingPiece, PendingTable } from "./pending-table.ts";
import { tagKey, type Tags } from "./tags.ts";

/** An entry before the book has given it its number. */
export type EntryDraft = Omit<LedgerEntry, "book" | "seq">;

/** So many of the last entries may grow: more kinds of bytes than a device has in an hour. */
const MOST_GROWING = 16;

function growsBy(entry: LedgerEntry, draft: EntryDraft): boolean {
  if (entry.kind !== "usage" || draft.kind !== "usage" || entry.hour !== draft.hour) return false;
  if (entry.source !== draft.source || tagKey(entry.tags) !== tagKey(draft.tags)) return false;
  return draft.hour !== undefined || pieceOf(entry.stamp) === pieceOf(draft.stamp);
}

/** One SIM's book: entries go in, and whatever the store has to hold of them comes out. */
export class Book {
  readonly id: BookId;
  readonly hours: HourTable;
  readonly pending: PendingTable;
  readonly #roots: TableRoots;
  #head: BookHead;
  #crowded = false;
  /** The last entries, each with the head before it, as long as they may still grow. */
  #tail: readonly { readonly head: BookHead; readonly entry: LedgerEntry }[] = [];

  constructor(
    id: BookId,
    head = NEW_HEAD,
    hours = new HourTable(),
    pending = new PendingTable(),
    roots = tableRoots(id),
  ) {
    this.id = id;
    this.#roots = roots;
    this.hours = hours;
    this.pending = pending;
    this.#head = head;
  }

  get head(): BookHead {
    return this.#head;
  }

  /** What the book holds: counted, less what it gave away. */
  get left(): Amount {
    return leftIn(this.#head);
  }

  /** Whether bytes lost their tags since the start, because their hour held as many kinds as are kept apart. */
  get crowded(): boolean {
    return this.#crowded;
  }

  /** Throws Fault `internal` when the draft takes what is not there. */
  append(draft: EntryDraft): StoreOp[] {
    const entry = { ...draft, book: this.id, seq: this.#head.seq + 1 };
    const placed = this.#place(draft);
    if (placed === undefined) throw new Fault("internal", `an entry takes more than the book holds`);
    this.#tail = [...this.#tail, { head: this.#head, entry }].slice(-MOST_GROWING);
    return [this.#sign(this.#head, entry), ...placed];
  }

  /**
   * More bytes of the same hour and kind in one of the last entries instead of a new one: that entry under its old number,
   * grown, and those after it, which follow its hash. Undefined, and no change, where there is none. Only while the
   * last entries are not on the disk yet.
   */
  enlarge(draft: EntryDraft): StoreOp[] | undefined {
    const at = this.#tail.findLastIndex(({ entry }) => growsBy(entry, draft));
    const grown = this.#tail[at];
    if (grown === undefined) return undefined;
    const placed = this.#place(draft);
    if (placed === undefined) throw new Fault("internal", "more bytes do not fit into an entry that holds some");
    const counted = draft.turn === undefined ? {} : { cursor: draft.cursor, along: draft.along, turn: draft.turn };
    const entries = [{ ...grown.entry, ...plus(grown.entry, draft), ...counted }].concat(
      this.#tail.slice(at + 1).map(({ entry }) => entry),
    );
    const ops: StoreOp[] = [];
    const tail = this.#tail.slice(0, at);
    this.#head = grown.head;
    for (const entry of entries) {
      tail.push({ head: this.#head, entry });
      ops.push(this.#sign(this.#head, entry));
    }
    this.#tail = tail;
    return [...ops, ...placed];
  }

  /** All entries are final from here on: something else refers to the last one's hash, or the disk has them. */
  seal(): void {
    this.#tail = [];
  }

  /** Takes an entry that was read and follows the head; undefined, and no change, when it takes what is not there. */
  replay(signed: SignedEntry): StoreOp[] | undefined {
    const placed = this.#place(signed.entry);
    if (placed !== undefined) this.#head = headAfter(this.#head, signed);
    return placed;
  }

  #sign(after: BookHead, entry: LedgerEntry): StoreOp {
    const signed = signEntry(entry, after.hash);
    this.#head = headAfter(after, signed);
    return { put: entryKey(this.id, entry.seq), value: signed.text };
  }

  #place({ kind, up, down, hour, stamp, tags }: EntryDraft): StoreOp[] | undefined {
    const amount = { up, down };
    switch (kind) {
      case "usage":
      case "gap":
      case "adopted":
      case "raised":
        return [
          this.#added(
            hour === undefined ? this.pending.add(stamp, amount, tags) : this.hours.add(hour, amount, tags),
            tags,
          ),
        ];
      case "rebased":
        return [];
      case "given":
      case "lowered":
        return this.#taken(
          hour === undefined ? this.pending.take(stamp, amount, tags) : this.hours.take(hour, amount, tags),
        );
      case "settled": {
        const rest = hour === undefined ? undefined : this.pending.take(stamp, amount, tags);
        if (hour === undefined || rest === undefined) return undefined;
        return [pendingOp(this.#roots, rest), this.#added(this.hours.add(hour, amount, tags), tags)];
      }
      default:
        return unreachable(kind);
    }
  }

  #added(placed: PendingPiece | Placed, wanted: Tags | undefined): StoreOp {
    const kept = "stamp" in placed ? placed.tags : "row" in placed ? placed.row.tags : wanted;
    if (kept !== wanted) this.#crowded = true;
    return this.#op(placed);
  }

  #taken(placed: PendingPiece | Placed | undefined): StoreOp[] | undefined {
    return placed === undefined ? undefined : [this.#op(placed)];
  }

  #op(placed: PendingPiece | Placed): StoreOp {
    return "stamp" in placed ? pendingOp(this.#roots, placed) : placedOp(this.#roots, placed, this.hours.packedBefore);
  }
}
