import { Fault } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";

export interface LocalDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export interface LocalTime extends LocalDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** ECMA-262 21.4.1.1. */
const LAST_INSTANT = 8.64e15;

type Field = "year" | "month" | "day" | "hour" | "minute" | "second";

interface Reader {
  readonly format: Intl.DateTimeFormat;
  /** In which order the formatter writes the fields. */
  readonly order: readonly string[];
}

// Making a formatter costs 70 microseconds and memory of its own; one per zone is kept for good.
const readers = new Map<string, Reader>();

function readerOf(zone: string): Reader {
  const kept = readers.get(zone);
  if (kept !== undefined) return kept;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (cause) {
    throw new Fault("settings-invalid", `there is no time zone named ${JSON.stringify(zone)}`, { cause });
  }
  // formatToParts takes 6 microseconds, format and a search for digits 2: the parts are asked once, for their order.
  const order = format.formatToParts(0).flatMap(({ type }) => (type === "literal" ? [] : [type]));
  const reader = { format, order };
  readers.set(zone, reader);
  return reader;
}

/** Whether Node.js knows a zone of that name. Offsets such as `+08:00` are taken by Intl as well, but a plan's midnight needs a zone with its rules. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    // The reader is kept: whoever asks is about to use the zone.
    return readerOf(name).format.resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Of one zone, by days of UTC; undefined where the offset changes within the day. */
type OffsetsByDay = Map<number, number | undefined>;

const offsets = new Map<string, OffsetsByDay>();
/** Three years of a zone are 70 kB; whoever looks further asks the formatter again. */
const MOST_DAYS = 1_100;

/**
 * How far the zone's clock is ahead of UTC at an instant, in milliseconds.
 * Throws `settings-invalid` when the zone is unknown, `internal` when no calendar holds the instant.
 */
export function offsetAt(at: WallMs, zone: string): number {
  // 2 microseconds from the formatter, 30 nanoseconds from here: rating asks for every line of a file.
  const day = Math.floor(at / DAY);
  let kept = offsets.get(zone);
  if (kept === undefined) offsets.set(zone, (kept = new Map()));
  let offset = kept.get(day);
  if (offset !== undefined) return offset;
  if (!kept.has(day)) {
    if (kept.size >= MOST_DAYS) kept.clear();
    offset = offsetOfDay(day, zone);
    kept.set(day, offset);
  }
  return offset ?? shownOffset(at, zone);
}

/** No zone ever went forth and back within a day: what holds at both ends holds between them. */
function offsetOfDay(day: number, zone: string): number | undefined {
  const [first, last] = [day * DAY, (day + 1) * DAY - 1];
  if (Math.abs(first) > LAST_INSTANT || Math.abs(last) > LAST_INSTANT) return undefined;
  const offset = shownOffset(WallMs(first), zone);
  return offset === shownOffset(WallMs(last), zone) ? offset : undefined;
}

function shownOffset(at: WallMs, zone: string): number {
  if (!(Math.abs(at) <= LAST_INSTANT)) throw new Fault("internal", `${at} is not an instant`);
  const { format, order } = readerOf(zone);
  const shown: Partial<Record<string, number>> = {};
  let next = 0;
  for (const digits of format.format(at).match(/\d+/g) ?? []) shown[order[next++] ?? ""] = Number(digits);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 }: Partial<Record<Field, number>> = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / SECOND) * SECOND;
}

/** What the zone's clock and calendar show at an instant. */
export function localTime(at: WallMs, zone: string): LocalTime {
  const shown = new Date(at + offsetAt(at, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    millisecond: shown.getUTCMilliseconds(),
  };
}

/**
 * The instant of a local date and time: the first at which the zone's clock shows that time or, where the clock leaps
 * over it, a later one. So a time that comes twice is meant the first time, and a time in a gap is the end of the gap:
 * a cycle that begins on a day without a midnight begins with that day.
 */
export function instantOf(local: LocalDate & Partial<LocalTime>, zone: string): WallMs {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 } = local;
  const wanted = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  // No zone is or was further than 16 hours from UTC, so the offset in force is one of these two.
  const before = offsetAt(WallMs(wanted - 16 * HOUR), zone);
  const after = offsetAt(WallMs(wanted + 16 * HOUR), zone);
  const early = WallMs(wanted - Math.max(before, after));
  const late = WallMs(wanted - Math.min(before, after));
  if (early + offsetAt(early, zone) === wanted) return early;
  if (late + offsetAt(late, zone) === wanted) return late;
  return changeOfOffset(early, late, zone);
}

/** What the zone's clock shows, in minutes since its midnight. */
export function minuteOfDay(at: WallMs, zone: string): number {
  const local = at + offsetAt(at, zone);
  return Math.floor((((local % DAY) + DAY) % DAY) / MINUTE);
}

/** The first instant after `at` at which the zone's clock shows this minute of the day; Infinity when that is not before `until`. */
export function nextMinuteOfDay(minute: number, at: WallMs, until: WallMs, zone: string): number {
  const offset = offsetAt(at, zone);
  const midnight = Math.floor((at + offset) / DAY) * DAY;
  const shown = at + offset - midnight;
  const wait = minute * MINUTE - shown;
  const next = at + (wait > 0 ? wait : wait + DAY);
  if (offsetAt(WallMs(Math.min(next, until)), zone) === offset) return next < until ? next : Infinity;
  // The clock is changed before that.
  for (let day = 0; day <= 2; day += 1) {
    const date = new Date(midnight + day * DAY);
    const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    const found = instantOf({ ...local, hour: Math.floor(minute / 60), minute: minute % 60 }, zone);
    if (found > at) return found < until ? found : Infinity;
  }
  return Infinity;
}

/** The start of the local hour that holds the instant; where the offset changes within that hour, the later of the two. */
export function hourStart(at: WallMs, zone: string): WallMs {
  const { minute, second, millisecond } = localTime(at, zone);
  const start = WallMs(at - minute * MINUTE - second * SECOND - millisecond);
  // Lord Howe Island goes back by 30 minutes: what follows the change is an hour of its own, named by its own start.
  return offsetAt(start, zone) === offsetAt(at, zone) ? start : changeOfOffset(start, at, zone);
}

/** The first instant after `from` that has the offset of `to`, found by halving. */
function changeOfOffset(from: WallMs, to: WallMs, zone: string): WallMs {
  const reached = offsetAt(to, zone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = WallMs(Math.floor((low + high) / 2));
    if (offsetAt(middle, zone) === reached) high = middle;
    else low = middle;
  }
  return high;
}
