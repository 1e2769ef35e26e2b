import { Hours } from "../../base/duration.ts";
import { WallMs, wallAfter } from "../../base/instant.ts";
import { daysIn } from "../cycle.ts";
import { instantOf, localTime } from "../zone.ts";

export interface ReadAsOf {
  readonly asOf: WallMs;
  readonly end: number;
}

/** Bounded in every part. `2026年11月22日24时`, `11月22日8时30分`, `11月22日`, `2026-11-22 08:30:00`, `11-22 08:30`, `22日24时`. */
const DATED =
  /(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})日?(?: ?(\d{1,2})(?:[时点](?:(\d{1,2})分(?:(\d{1,2})秒)?)?|:(\d{2})(?::(\d{2}))?))?/y;
const DAY_ONLY = /(\d{1,2})日(\d{1,2})[时点]/y;

interface Written {
  readonly year: number | undefined;
  readonly month: number | undefined;
  readonly day: number;
  /** Undefined: the day alone. */
  readonly hour: number | undefined;
  readonly minute: number;
  readonly second: number;
}

/**
 * The instant up to which the carrier has counted, at that place of a `replyText`; a year or month that is not written is the latest
 * that is not in the future. 24 o'clock is the next day's beginning. What is still to come on the same day is taken as now: a
 * carrier's clock and ours differ. Undefined: there is none, or it is in the future.
 */
export function readAsOf(text: string, at: number, heardAt: WallMs, zone: string): ReadAsOf | undefined {
  const found = written(text, at);
  if (found === undefined) return undefined;
  const now = localTime(heardAt, zone);
  const tomorrow = instantOf({ ...now, day: now.day + 1, hour: 0, minute: 0, second: 0, millisecond: 0 }, zone);
  const latest = wallAfter(tomorrow, Hours(1));
  for (const { year, month } of months(found, now)) {
    const { day, hour, minute, second } = found;
    if (day < 1 || day > daysIn(year, month)) continue;
    // A day without an hour is counted to its end.
    const instant = instantOf({ year, month, day, hour: hour ?? 24, minute, second }, zone);
    if (instant <= latest) return { asOf: WallMs(Math.min(instant, heardAt)), end: found.end };
  }
  return undefined;
}

function written(text: string, at: number): (Written & { readonly end: number }) | undefined {
  DATED.lastIndex = at;
  const dated = DATED.exec(text);
  const number = (digits: string | undefined): number | undefined =>
    digits === undefined ? undefined : Number(digits);
  if (dated !== null) {
    const [whole, year, month, day, hour, minute, second, minuteToo, secondToo] = dated;
    const time = {
      hour: number(hour),
      minute: Number(minute ?? minuteToo ?? 0),
      second: Number(second ?? secondToo ?? 0),
    };
    return checked({ year: number(year), month: Number(month), day: Number(day), ...time }, at + whole.length);
  }
  DAY_ONLY.lastIndex = at;
  const day = DAY_ONLY.exec(text);
  if (day === null) return undefined;
  const only = { year: undefined, month: undefined, minute: 0, second: 0 };
  return checked({ ...only, day: Number(day[1]), hour: Number(day[2]) }, at + day[0].length);
}

function checked(found: Written, end: number): (Written & { readonly end: number }) | undefined {
  const { year = 2026, month = 1, day, hour = 0, minute, second } = found;
  const exact = hour < 24 ? minute < 60 && second < 60 : hour === 24 && minute === 0 && second === 0;
  return exact && year >= 2000 && year < 2200 && month >= 1 && month <= 12 && day >= 1 ? { ...found, end } : undefined;
}

/** The months that can be meant, the latest first. */
function months(
  { year, month }: Written,
  now: { readonly year: number; readonly month: number },
): readonly { readonly year: number; readonly month: number }[] {
  if (month !== undefined)
    return (year === undefined ? [now.year + 1, now.year, now.year - 1] : [year]).map((one) => ({ year: one, month }));
  const before = now.month === 1 ? { year: now.year - 1, month: 12 } : { year: now.year, month: now.month - 1 };
  return [{ year: now.year, month: now.month }, before];
}
