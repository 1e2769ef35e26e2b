import type { WallMs } from "../base/instant.ts";
import type { Reason } from "./reason.ts";
import type { Rank } from "./traffic-classes.ts";

/**
 * Why a class may send what it may: `no-limit`, nothing limits it; `beyond-quota`, what was bought is used up and data goes on; `left`, what is left to
 * the limit; `reserve`, what is left without the reserve; `trickle`, management's own part of a day; `budget`, a part of what is left
 * for a day; `level`, the level holds it; `window`, it waits for cheaper hours; `override`, a person's word.
 */
export const ALLOWANCE_CODES = [
  "no-limit",
  "beyond-quota",
  "left",
  "reserve",
  "trickle",
  "budget",
  "level",
  "window",
  "override",
] as const;
export type AllowanceCode = (typeof ALLOWANCE_CODES)[number];

/**
 * What a class may send until the next review, both directions together. A `ceiling` is absolute: what is left for it to
 * the plan's limit, so that nobody has to be there to renew it. What management sends counts against rank 1's ceiling too; leases do not, they are taken
 * off both ceilings already: rank 1's ceiling and the leases together are never more than what is left.
 */
export interface Allowance {
  readonly class: string;
  readonly rank: Rank;
  /** `open`: counted and never held; `lease`: for a time, to be granted anew at the next review; `held`: nothing. */
  readonly kind: "open" | "ceiling" | "lease" | "held";
  /** Of a ceiling and a lease. */
  readonly bytes?: number;
  /** Bytes per second up; absent: as fast as it goes. */
  readonly rate?: number;
  /** When more may be had, where that is known. */
  readonly deferUntil?: WallMs;
  readonly reason: Reason<AllowanceCode>;
}
