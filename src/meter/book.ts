import { Fault } from "../base/fault.ts";
import type { StoreOp } from "../ports/store.ts";
import { unreachable } from "../base/unreachable.ts";
import { type Amount, plus } from "./amount.ts";
import { headAfter, type BookHead, leftIn, NEW_HEAD } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { HourTable } from "./hour-table.ts";
import { hourOp, pendingOp } from "./hour-record.ts";
import { entryKey, pieceOf } from "./ledger-keys.ts";
import { type LedgerEntry, signEntry, type SignedEntry } from "./ledger-entry.ts";
import { type PendingPiece, PendingTable } from "./pending-table.ts";

/** An entry before the book has given it its number. */
export type EntryDraft = Omit<LedgerEntry, "book" | "seq">;

/** One SIM's book: entries go in, and whatever the store has to hold of them comes out. */
export class Book {
  readonly id: BookId;
  readonly hours: HourTable;
  readonly pending: PendingTable;
  #head: BookHead;
  /** The head before the last entry, as long as that entry may still grow. */
  #before: { readonly head: BookHead; readonly entry: LedgerEntry } | undefined;

  constructor(id: BookId, head = NEW_HEAD, hours = new HourTable(), pending = new PendingTable()) {
    this.id = id;
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

  /** Throws Fault `internal` when the draft takes what is not there. */
  append(draft: EntryDraft): StoreOp[] {
    const entry = { ...draft, book: this.id, seq: this.#head.seq + 1 };
    const placed = this.#place(draft);
    if (placed === undefined) throw new Fault("internal", `an entry takes more than the book holds`);
    this.#before = { head: this.#head, entry };
    return [this.#sign(this.#head, entry), ...placed];
  }

  /** Whether more bytes of the same hour can go into the last entry instead of a new one. */
  canEnlarge(draft: EntryDraft): boolean {
    const last = this.#before?.entry;
    if (last === undefined || last.kind !== draft.kind || last.kind !== "usage" || last.hour !== draft.hour)
      return false;
    return draft.hour !== undefined || pieceOf(last.stamp) === pieceOf(draft.stamp);
  }

  /** The last entry under its old number, grown. Only for an entry that is not on the disk yet. */
  enlarge(draft: EntryDraft): StoreOp[] {
    const before = this.#before;
    const placed = this.#place(draft);
    if (before === undefined || placed === undefined) throw new Fault("internal", "there is no entry to grow");
    const entry = { ...before.entry, ...plus(before.entry, draft), cursor: draft.cursor, turn: draft.turn };
    this.#before = { ...before, entry };
    return [this.#sign(before.head, entry), ...placed];
  }

  /** The last entry is final from here on: something else refers to its hash. */
  seal(): void {
    this.#before = undefined;
  }

  /** Takes an entry that was read and follows the head; false when it takes what is not there. */
  replay(signed: SignedEntry): boolean {
    if (this.#place(signed.entry) === undefined) return false;
    this.#head = headAfter(this.#head, signed);
    return true;
  }

  #sign(after: BookHead, entry: LedgerEntry): StoreOp {
    const signed = signEntry(entry, after.hash);
    this.#head = headAfter(after, signed);
    return { put: entryKey(this.id, entry.seq), value: signed.text };
  }

  #place({ kind, up, down, hour, stamp }: EntryDraft): StoreOp[] | undefined {
    const amount = { up, down };
    switch (kind) {
      case "usage":
      case "gap":
      case "adopted":
      case "raised":
        if (hour === undefined) return this.#pendingOps(this.pending.add(stamp, amount));
        return [hourOp(this.id, hour, this.hours.add(hour, amount))];
      case "rebased":
        return [];
      case "given":
      case "lowered": {
        if (hour === undefined) return this.#pendingOps(this.pending.take(stamp, amount));
        const rest = this.hours.take(hour, amount);
        return rest === undefined ? undefined : [hourOp(this.id, hour, rest)];
      }
      case "settled": {
        const rest = hour === undefined ? undefined : this.pending.take(stamp, amount);
        if (hour === undefined || rest === undefined) return undefined;
        return [pendingOp(this.id, rest), hourOp(this.id, hour, this.hours.add(hour, amount))];
      }
      default:
        return unreachable(kind);
    }
  }

  #pendingOps(piece: PendingPiece | undefined): StoreOp[] | undefined {
    return piece === undefined ? undefined : [pendingOp(this.id, piece)];
  }
}
