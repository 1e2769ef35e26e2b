import { maxBytes } from "../base/bytes.ts";

/** How much less the filter counts than the interface carries, as parts of a million of what it counts. */
export type Guard = bigint;

const MILLION = 1_000_000n;
/** Beside less than this a packet under way between the two readings looks like a gap. */
const WORTH_JUDGING = 256n * 1_024n;
/** Forwarded TCP of a sender with TSO read 3.4 % too low (measured); more than a fifth is another fault, and not kept back. */
const MOST: Guard = 200_000n;

export interface Compared {
  /** Bytes that the interface carried and the filter did not count. */
  readonly unseen: bigint;
  readonly guard: Guard;
}

/**
 * What passed between two readings by the interface's counters and by the filter's, in IP bytes of both directions. The worst
 * ratio is kept, and fades by a sixteenth with each reading that shows a smaller one.
 */
export function compared(guard: Guard, carried: bigint, counted: bigint): Compared {
  const unseen = maxBytes(carried - counted, 0n);
  if (counted < WORTH_JUDGING) return { unseen, guard };
  const ratio = (unseen * MILLION) / counted;
  const shown = ratio > MOST ? MOST : ratio;
  const faded = guard - guard / 16n;
  return { unseen, guard: shown > faded ? shown : faded };
}

/** So many bytes of the filter's come to no more than these of the interface's. */
export const withinGuard = (bytes: bigint, guard: Guard): bigint => (bytes * MILLION) / (MILLION + guard);
