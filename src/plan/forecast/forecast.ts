import { defined } from "../../base/defined.ts";
import type { WallMs } from "../../base/instant.ts";
import { type Abnormal, abnormalUse } from "./abnormal-use.ts";
import { type Course, courseOf } from "./course.ts";
import type { UsedHour } from "./history.ts";
import { type RunOut, runOutOf } from "./run-out.ts";
import { type Cycle, cycleAt, type CycleRule, NEVER } from "../cycle.ts";
import { offsetAt } from "../zone.ts";

/** Four times out of five it lies between `low` and `high`. */
export interface ByteRange {
  readonly low: bigint;
  readonly likely: bigint;
  readonly high: bigint;
}

/**
 * How much past the forecast rests on. `nothing`: no byte was seen; `hours`: less than a day; `days`: less than a week,
 * so that some weekdays were never seen; `week`: each weekday once; `weeks`: two and more.
 */
export type Ground = "nothing" | "hours" | "days" | "week" | "weeks";

export interface Budget {
  /** What may be used each day, so that the quota lasts to the cycle's end. */
  readonly perDay: bigint;
  /** What is likely to be used each day. */
  readonly likely: bigint;
  /** Days to the cycle's end, parts of a day included. */
  readonly days: number;
}

export interface Forecast {
  readonly asOf: WallMs;
  readonly cycle: Cycle;
  readonly zone: string;
  /** Since the cycle began. */
  readonly used: bigint;
  readonly ground: Ground;
  /** Whole days of use that were looked at. */
  readonly days: number;
  /** At the end of the cycle; absent where it has none within three years. */
  readonly total?: ByteRange;
  /** Absent without a quota. */
  readonly runOut?: RunOut;
  readonly budget?: Budget;
  readonly abnormal?: Abnormal;
}

export interface ForecastRequest {
  /** In any order; what lies at `asOf` or after it is not looked at. */
  readonly used: Iterable<UsedHour>;
  readonly asOf: WallMs;
  readonly cycle: CycleRule;
  /** What is left of the quota at `asOf`. */
  readonly quotaLeft?: bigint;
}

const HOUR = 3_600_000;
/** A plan of two years is looked through to its end. */
const MOST_HOURS = 3 * 366 * 24;
/** So far ahead where a cycle has no end. */
const WITHOUT_END = 366 * 24;

/**
 * What this device is going to use, from its own rhythm. Pure: the same past gives the same forecast.
 * Throws `settings-invalid` for a cycle or a zone that does not exist.
 */
export function forecast(request: ForecastRequest): Forecast {
  return foreseen(request).forecast;
}

/** The forecast, and the course of hours that it was read from. */
export function foreseen({ used, asOf, cycle: rule, quotaLeft }: ForecastRequest): {
  readonly forecast: Forecast;
  readonly course: Course;
} {
  const cycle = cycleAt(asOf, rule);
  const past = [...used].filter(([at]) => at < asOf);
  const sum = past.reduce((bytes, [at, more]) => (at >= cycle.from && more > 0n ? bytes + more : bytes), 0n);
  const ahead = hoursBetween(asOf, cycle.to, rule.zone);
  const ends = cycle.to !== NEVER && ahead <= MOST_HOURS;
  const course = courseOf(past, asOf, ends ? ahead : WITHOUT_END, rule.zone);
  const at = (curve: Float64Array): bigint => sum + BigInt(Math.round(curve.at(-1) ?? 0));
  const total = ends ? { low: at(course.low), likely: at(course.likely), high: at(course.high) } : undefined;
  return {
    course,
    forecast: defined({
      asOf,
      cycle,
      zone: rule.zone,
      used: sum,
      ground: groundOf(course.history.seen),
      days: Math.floor(course.history.seen / 24),
      total,
      runOut: quotaLeft === undefined ? undefined : runOutOf(course, quotaLeft, { asOf, cycle, zone: rule.zone }),
      budget:
        quotaLeft === undefined || total === undefined
          ? undefined
          : budgetOf(quotaLeft, total.likely - sum, asOf, cycle),
      abnormal: abnormalUse(course.history, rule.zone),
    }),
  };
}

function budgetOf(left: bigint, likely: bigint, asOf: WallMs, { to }: Cycle): Budget {
  const perDay = (bytes: bigint): bigint =>
    bytes <= 0n ? 0n : (bytes * BigInt(24 * HOUR)) / BigInt(Math.ceil(to - asOf));
  return { perDay: perDay(left), likely: perDay(likely), days: (to - asOf) / (24 * HOUR) };
}

function groundOf(seen: number): Ground {
  if (seen === 0) return "nothing";
  if (seen < 24) return "hours";
  if (seen < 7 * 24) return "days";
  return seen < 14 * 24 ? "week" : "weeks";
}

/** By the zone's clock, the hour that has begun included. */
function hoursBetween(asOf: WallMs, to: WallMs, zone: string): number {
  if (to === NEVER) return Infinity;
  const local = (at: WallMs): number => Math.floor((at + offsetAt(at, zone)) / HOUR);
  return Math.max(1, local(to) - local(asOf));
}
