import { daysAfter, monthsAfter } from "./cycle.ts";
import type { Money } from "./money.ts";
import type { LocalDate } from "./zone.ts";

/** How long the card lives, and what it costs to keep it; what is not known is absent. Days are of the plan's zone. */
export interface Validity {
  readonly activated?: LocalDate;
  /** The last day on which the card can be used. */
  readonly expires?: LocalDate;
  /** So long after it expired the card can still be renewed; then its number is cancelled (销户). */
  readonly renewWithinMonths?: number;
  /** What keeping a stopped number costs a month (停机保号). */
  readonly retentionFee?: Money;
  /** Day of the month on which the fee is taken. */
  readonly feeDay?: number;
  readonly fee?: Money;
  /** On the account; below zero: it owes. */
  readonly balance?: Money;
}

/** The last day of a card that is valid for so many months: activated on 15 March 2026 for twelve, 14 March 2027. */
export const lastDay = (activated: LocalDate, months: number): LocalDate =>
  daysAfter(monthsAfter(activated, months), -1);

/** The last day on which an expired card can be renewed; undefined where that is not known. */
export function renewableUntil({ expires, renewWithinMonths }: Validity): LocalDate | undefined {
  return expires === undefined || renewWithinMonths === undefined ? undefined : monthsAfter(expires, renewWithinMonths);
}
