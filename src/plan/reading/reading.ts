import type { WallMs } from "../../base/instant.ts";

/** Where a reading comes from: a message of the carrier's, a fact of the fleet's, or a person at the device. */
export type ReadingSource = "sms" | "fact" | "hand";

/** What the carrier is said to have counted of one card. Hearsay: it stands beside the meter and changes nothing of it. */
export interface Reading {
  readonly source: ReadingSource;
  /** The carrier's "data as of" where it says one, else when it came. */
  readonly asOf: WallMs;
  readonly heardAt: WallMs;
  /** Bytes of the cycle. */
  readonly used?: bigint;
  readonly remaining?: bigint;
  readonly total?: bigint;
  /** Whole; never published. */
  readonly text: string;
}

export type Figures = Pick<Reading, "used" | "remaining" | "total">;

/** What the carrier holds for used: said, or what is gone of the total that it says. */
export function usedBy({ used, remaining, total }: Figures): bigint | undefined {
  if (used !== undefined) return used;
  return remaining === undefined || total === undefined || remaining > total ? undefined : total - remaining;
}
