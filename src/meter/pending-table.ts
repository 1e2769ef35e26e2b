import { type Amount, covers, isNothing, minus, NOTHING, plus } from "./amount.ts";
import { MOST_TAGS } from "./hour-table.ts";
import { pieceOf } from "./ledger-keys.ts";
import type { Stamp } from "../base/stamp.ts";
import { tagKey, type Tags } from "./tags.ts";

/** Bytes whose hour is not known yet, with the first stamp under which some of them were counted. */
export interface PendingPiece extends Amount {
  readonly bootId: string;
  readonly stamp: Stamp;
  /** Undefined: nothing more is known of them. */
  readonly tags: Tags | undefined;
}

/** The bytes of one book that wait for a trusted time, by boot, hour of the boot and kind; as many kinds as an hour has. */
export class PendingTable {
  readonly #pieces = new Map<string, PendingPiece>();

  add(stamp: Stamp, amount: Amount, tags?: Tags): PendingPiece {
    const kept = this.#pieces.has(keyOf(stamp, tags)) || this.#kindsAt(stamp) < MOST_TAGS ? tags : undefined;
    const key = keyOf(stamp, kept);
    const before = this.#pieces.get(key);
    const first = before?.stamp ?? stamp;
    const piece = { bootId: stamp.bootId, stamp: first, tags: kept, ...plus(before ?? NOTHING, amount) };
    if (!isNothing(piece)) this.#pieces.set(key, piece);
    return piece;
  }

  /** Returns what is left; undefined, and nothing is changed, when there is not that much. */
  take(stamp: Stamp, amount: Amount, tags?: Tags): PendingPiece | undefined {
    const key = keyOf(stamp, tags);
    const before = this.#pieces.get(key);
    if (before === undefined || !covers(before, amount)) return undefined;
    const piece = { ...before, ...minus(before, amount) };
    if (isNothing(piece)) this.#pieces.delete(key);
    else this.#pieces.set(key, piece);
    return piece;
  }

  /** By boot, and in each boot in the order of time: as the store has them, whatever their history. */
  list(): readonly PendingPiece[] {
    return [...this.#pieces].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, piece]) => piece);
  }

  sum(): Amount {
    return this.list().reduce<Amount>(plus, NOTHING);
  }

  #kindsAt(stamp: Stamp): number {
    const at = `${pieceOf(stamp)}/`;
    let count = 0;
    for (const key of this.#pieces.keys()) if (key.startsWith(at) && key !== at) count += 1;
    return count;
  }
}

/** What is untagged comes first. */
const keyOf = (stamp: Stamp, tags: Tags | undefined): string => `${pieceOf(stamp)}/${tagKey(tags)}`;
