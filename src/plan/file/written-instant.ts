import { WallMs } from "../../base/instant.ts";
import { daysIn } from "../cycle.ts";
import { instantOf, minuteOfDay, offsetAt } from "../zone.ts";

export const INSTANT_FORM =
  "a date and time of the years 2000 to 2199 that exist (the clock may leap over one when summer time begins), such as 2026-01-05 14:30:00 (in the plan's zone) or 2026-01-05T06:30:00Z";

const FORM = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** ISO 8601; without an offset a time of the zone, without a time the date's first instant. Undefined: it is none. */
export function readInstant(text: string, zone: string): WallMs | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0));
  const millisecond = Number((match[7] ?? "").padEnd(3, "0"));
  if (year < 2000 || year > 2199 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = match[8];
  if (offset === undefined) {
    const at = instantOf({ year, month, day, hour, minute, second, millisecond }, zone);
    // A day without a midnight begins all the same; a time that the clock leaps over is none (summer time begins).
    return match[4] !== undefined && minuteOfDay(at, zone) !== hour * 60 + minute ? undefined : at;
  }
  return WallMs(Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - offsetOf(offset));
}

/** Whether the zone's clock shows this time twice, since it is set back after it: the first one is meant. */
export function comesTwice(text: string, zone: string): boolean {
  const at = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10)) || text.length <= 10 ? undefined : readInstant(text, zone);
  if (at === undefined) return false;
  // No clock was ever set back by more than a few hours.
  const [shown, later] = [offsetAt(at, zone), offsetAt(WallMs(at + 3 * 3_600_000), zone)];
  return later < shown && offsetAt(WallMs(at + shown - later), zone) === later;
}

function offsetOf(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith("-") ? -minutes : minutes) * 60_000;
}
