import { Days, type Duration, Hours, Millis, Minutes } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";

/** Both clocks, read together. */
export interface Moment {
  readonly wall: WallMs;
  readonly mono: MonoMs;
}

/**
 * What has been said against the books' last hour, over every boot that agreed. Plain JSON: kept over restarts, since a
 * terminal that is switched off every night never runs for a day.
 */
export interface Insistence {
  /** Milliseconds of running time through which the same was said. */
  readonly ran: number;
  /** Days since 1970 on which it was said. */
  readonly days: readonly number[];
  /** The instant that was said last. */
  readonly last: WallMs;
}

/** Network time has seconds at best and may be late; two sources that differ by less say the same. */
export const AGREEMENT: Duration = Minutes(2);

/** How long the same must be said before it outweighs the last entry's hour; or on so many days. */
export const INSISTENCE: Duration = Hours(24);
export const INSISTENT_DAYS = 3;

/** No boot tells how long the device was off before it: a claim that leaps further ahead than this is another one. */
const LONGEST_OFF: Duration = Days(31);
const DAYS_KEPT = 8;

/** Whether a claim has kept pace with the monotonic clock since it was first made. */
export function isSteady(since: Moment, now: Moment): boolean {
  return Math.abs(now.wall - since.wall - (now.mono - since.mono)) <= AGREEMENT;
}

/** What earlier boots have heard, and this one since `since`; what contradicts it begins anew. */
export function joined(earlier: Insistence | undefined, since: Moment, now: Moment): Insistence {
  const agrees =
    earlier !== undefined && since.wall >= earlier.last - AGREEMENT && since.wall - earlier.last <= LONGEST_OFF;
  const before: Pick<Insistence, "ran" | "days"> = agrees ? earlier : { ran: 0, days: [] };
  const today = Math.floor(since.wall / Days(1));
  const days = before.days.includes(today) ? before.days : [...before.days, today].slice(-DAYS_KEPT);
  return { ran: Millis(before.ran + now.mono - since.mono), days, last: now.wall };
}

export function outweighs({ ran, days }: Insistence): boolean {
  return ran >= INSISTENCE || days.length >= INSISTENT_DAYS;
}
