import { WallMs } from "../../base/instant.ts";
import { daysIn } from "../cycle.ts";
import { instantOf } from "../zone.ts";

export const INSTANT_FORM =
  "a date and time of the years 2000 to 2199 that exist, such as 2026-01-05 14:30:00 (in the plan's zone) or 2026-01-05T06:30:00Z";

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
  if (offset === undefined) return instantOf({ year, month, day, hour, minute, second, millisecond }, zone);
  return WallMs(Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - offsetOf(offset));
}

function offsetOf(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith("-") ? -minutes : minutes) * 60_000;
}
