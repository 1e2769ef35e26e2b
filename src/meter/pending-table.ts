import { type Amount, covers, isNothing, minus, NOTHING, plus } from "./amount.ts";
import { pieceOf } from "./ledger-keys.ts";
import type { Stamp } from "./stamp.ts";

/** Bytes whose hour is not known yet, with the first stamp under which some of them were counted. */
export interface PendingPiece extends Amount {
  readonly bootId: string;
  readonly stamp: Stamp;
}

/** The bytes of one book that wait for a trusted time, by boot and hour of the boot. */
export class PendingTable {
  readonly #pieces = new Map<string, PendingPiece>();

  add(stamp: Stamp, amount: Amount): PendingPiece {
    const before = this.#pieces.get(pieceOf(stamp));
    const piece = { bootId: stamp.bootId, stamp: before?.stamp ?? stamp, ...plus(before ?? NOTHING, amount) };
    if (!isNothing(piece)) this.#pieces.set(pieceOf(stamp), piece);
    return piece;
  }

  /** Returns what is left; undefined, and nothing is changed, when there is not that much. */
  take(stamp: Stamp, amount: Amount): PendingPiece | undefined {
    const before = this.#pieces.get(pieceOf(stamp));
    if (before === undefined || !covers(before, amount)) return undefined;
    const piece = { ...before, ...minus(before, amount) };
    if (isNothing(piece)) this.#pieces.delete(pieceOf(stamp));
    else this.#pieces.set(pieceOf(stamp), piece);
    return piece;
  }

  /** By boot, and in each boot in the order of time: as the store has them, whatever their history. */
  list(): readonly PendingPiece[] {
    return [...this.#pieces].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, piece]) => piece);
  }

  sum(): Amount {
    return this.list().reduce<Amount>(plus, NOTHING);
  }
}
