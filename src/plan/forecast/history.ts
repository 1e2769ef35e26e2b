import { WallMs } from "../../base/instant.ts";
import { offsetAt } from "../zone.ts";

/** What one hour carried, both directions, named by any instant in it; several of one hour are added up. */
export type UsedHour = readonly [at: WallMs, bytes: bigint];

/**
 * The past on the zone's own clock, where every day has 24 hours: an hour that a change of the clock repeats holds both,
 * one that it leaps over holds nothing. Days are counted back from the hour of the forecast, so that the newest is whole.
 */
export interface History {
  /** Bytes of each hour, oldest first, 24 to a day. */
  readonly hours: Float64Array;
  readonly days: number;
  /** Hours since the first byte: fewer than 24 for each day only while there is less than a day. */
  readonly seen: number;
  /** The local hour, since 1970, that the forecast begins in. */
  readonly now: number;
  /** Which part of that hour is over. */
  readonly partOver: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What is older says nothing about the weeks to come that this does not say, and costs time. */
const MOST_DAYS = 240;
/** A device of few days cannot afford to lose the part of a day that comes first. */
const FEW_DAYS = 10;

/** What the device used before the instant, from its first byte on. */
export function historyOf(used: Iterable<UsedHour>, asOf: WallMs, zone: string): History {
  const offset = offsetsOf(zone);
  const localHour = (at: number): number => (at + offset(at)) / HOUR;
  const exactly = localHour(asOf);
  const now = Math.floor(exactly);
  const byHour = new Map<number, number>();
  let first = now;
  let current = 0;
  for (const [at, bytes] of used) {
    if (at >= asOf || bytes <= 0n || at < asOf - (MOST_DAYS + 1) * DAY) continue;
    const hour = Math.floor(localHour(at));
    if (hour >= now) {
      current += Number(bytes);
      continue;
    }
    byHour.set(hour, (byHour.get(hour) ?? 0) + Number(bytes));
    if (hour < first) first = hour;
  }
  if (first === now && current > 0) return firstHour(current / Math.max(exactly - now, 0.25), now, exactly - now);
  const seen = now - first;
  const days = seen / 24 < FEW_DAYS ? Math.ceil(seen / 24) : Math.min(Math.floor(seen / 24), MOST_DAYS);
  const hours = new Float64Array(days * 24);
  for (let at = 0; at < hours.length; at += 1) hours[at] = byHour.get(now - hours.length + at) ?? 0;
  if (days * 24 > seen) fillBefore(hours, days * 24 - seen);
  return { hours, days, seen: Math.min(seen, days * 24), now, partOver: exactly - now };
}

/** Nothing is known but a part of the hour that is not over. */
function firstHour(bytes: number, now: number, partOver: number): History {
  const hours = new Float64Array(24).fill(bytes / 2);
  hours[23] = bytes;
  return { hours, days: 1, seen: 1, now, partOver };
}

/** The hours before the first byte, as the same hours of other days were; of one day alone nobody knows its night. */
function fillBefore(hours: Float64Array, missing: number): void {
  const known = hours.subarray(missing);
  const guess = known.reduce((sum, bytes) => sum + bytes, 0) / known.length / 2;
  for (let at = 0; at < missing; at += 1) {
    let [sum, count] = [0, 0];
    for (let other = at + 24; other < hours.length; other += 24) [sum, count] = [sum + (hours[other] ?? 0), count + 1];
    hours[at] = count === 0 ? guess : sum / count;
  }
}

/** Asking a zone takes 2 microseconds: for most days twice is enough, at their two ends. */
function offsetsOf(zone: string): (at: number) => number {
  const atMidnight = new Map<number, number>();
  const asked = (day: number): number => {
    const known = atMidnight.get(day);
    if (known !== undefined) return known;
    const offset = offsetAt(WallMs(day * DAY), zone);
    atMidnight.set(day, offset);
    return offset;
  };
  return (at) => {
    const day = Math.floor(at / DAY);
    const offset = asked(day);
    return offset === asked(day + 1) ? offset : offsetAt(WallMs(at), zone);
  };
}
