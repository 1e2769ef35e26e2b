import type { StoreHealth, StoreOp } from "../ports/store.ts";
import type { Book, EntryDraft } from "./book.ts";
import type { BookHead } from "./book-head.ts";
import { type Generation, otherGeneration, snapshotOp } from "./snapshot.ts";
import type { WitnessKeeper } from "./witness-keeper.ts";

export interface ShelfStart {
  /** The last good snapshot. */
  readonly generation: Generation | undefined;
  readonly snapshotSeq: number;
}

/** One book in use: what of it is on the disk, and when its snapshot and its witness are due. */
export class Shelf {
  readonly book: Book;
  readonly witness: WitnessKeeper;
  #generation: Generation;
  #snapshotSeq: number;
  /** The last head that is known to be on the disk. */
  #durable: BookHead;
  #lastKept = false;

  constructor(book: Book, witness: WitnessKeeper, { generation, snapshotSeq }: ShelfStart) {
    this.book = book;
    this.witness = witness;
    this.#generation = generation ?? "b";
    this.#snapshotSeq = snapshotSeq;
    this.#durable = book.head;
  }

  /**
   * While the disk refuses, more bytes of one hour go into the entry that waits already, so that what is kept in memory
   * grows with the hours and not with the checkpoints.
   */
  add(drafts: readonly EntryDraft[], { durable }: Pick<StoreHealth, "durable">): StoreOp[] {
    // What is on the disk does not grow: entries that came before it was refused are final.
    if (!this.#lastKept || durable) this.book.seal();
    return drafts.flatMap((draft) => this.book.enlarge(draft) ?? this.book.append(draft));
  }

  /** A snapshot once `every` entries came since the last one; `every` 1: whenever there is anything new. */
  snapshotIfDue(every: number): StoreOp[] {
    const { head } = this.book;
    if (head.seq - this.#snapshotSeq < every) return [];
    this.#generation = otherGeneration(this.#generation);
    this.#snapshotSeq = head.seq;
    this.book.seal();
    return [snapshotOp(this.book.id, { generation: this.#generation, head })];
  }

  /** To be told after every write, with the head that was written. */
  written(head: BookHead, result: "durable" | "kept"): void {
    this.#lastKept = result === "kept";
    if (result === "durable") this.#durable = head;
  }

  /** The amounts as they are, under the number and hash of what the disk has. */
  get testimony(): BookHead {
    return { ...this.book.head, seq: this.#durable.seq, hash: this.#durable.hash };
  }
}
