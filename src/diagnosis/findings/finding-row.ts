import type { Duration } from "../../base/duration.ts";
import type { CauseCode } from "../cause.ts";

/**
 * Where a finding comes from. What one source says twice is not two proofs: within a family the strongest finding counts
 * whole, each further one less.
 */
export const FAMILIES = [
  "registration",
  "detach",
  "bearer",
  "radio",
  "path",
  "speed",
  "meter",
  "plan",
  "calendar",
  "account",
  "notice",
  "platform",
  "person",
  "identity",
  "place",
  "history",
  "fleet",
  "device",
  "sim",
  "own",
  "clock",
] as const;
export type Family = (typeof FAMILIES)[number];

/**
 * Natural logarithms of likelihood ratios against "something that is not in the list": 1.1 is three times as likely, 2.3 ten
 * times, 3.5 thirty times. Absent: the finding says nothing about the cause. Below zero: it contradicts it.
 */
export type Weights = Readonly<Partial<Record<CauseCode, number>>>;

export interface FindingRow {
  readonly family: Family;
  /** In plain words, for the lists of what speaks for and against. */
  readonly says: string;
  readonly zh: string;
  /** It is no news any more after so long, unless it was seen again. Absent: it holds until what it says has changed. */
  readonly lasts?: Duration;
  readonly weights: Weights;
}
