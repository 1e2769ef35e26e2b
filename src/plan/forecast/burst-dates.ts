import type { Burst } from "./bursts.ts";

/** Bursts that come on days that can be told beforehand, and how probable it is that the next one comes. */
export interface DatedBursts {
  readonly bursts: readonly Burst[];
  readonly probability: number;
  /** Whether a local day, counted since 1970, is one of theirs. */
  readonly on: (localDay: number) => boolean;
}

/** A way to name days. */
interface Naming {
  /** How many names there are: as often chance has tried to look like one of them. */
  readonly names: number;
  readonly of: (localDay: number) => number;
  /** So often it must have been seen. */
  readonly least: number;
}

const dateOf = (localDay: number): Date => new Date(localDay * 86_400_000);
const dayOfMonth = (localDay: number): number => dateOf(localDay).getUTCDate();
const toMonthEnd = (localDay: number): number => {
  const date = dateOf(localDay);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate() - date.getUTCDate();
};
/** The second Tuesday: 7 * 1 + 2. */
const weekdayOfMonth = (localDay: number): number =>
  7 * Math.floor((dayOfMonth(localDay) - 1) / 7) + dateOf(localDay).getUTCDay();

const LONGEST_PERIOD = 31;
const periodic = (period: number, names: number): Naming => ({ names, of: (day) => day % period, least: 3 });

const DAY_OF_MONTH: Naming = { names: 31, of: dayOfMonth, least: 2 };
const TO_MONTH_END: Naming = { names: 31, of: toMonthEnd, least: 2 };
/** The likelier a way is to be somebody's timetable, the earlier it is asked. */
const PERIODS: readonly Naming[] = [
  periodic(7, 7),
  periodic(14, 14),
  { names: 35, of: weekdayOfMonth, least: 3 },
  periodic(21, 21),
  periodic(28, 28),
  // Each of these is a guess among all of them.
  ...Array.from({ length: LONGEST_PERIOD - 1 }, (_, at) => periodic(at + 2, (LONGEST_PERIOD * LONGEST_PERIOD) / 2)),
];

/** More probable by chance than this is no timetable. */
const CHANCE = 0.06;
/** A burst that came whenever it could have is expected to come again. */
const SURE = 0.92;
/** The only one that ever came may be the first of many, as long as no month was watched without it. */
const SEEN_ONCE = 0.5;
/** After one day of theirs without a burst; after two none is expected. */
const MISSED = 0.4;

/** `from`, `to`: the local days that were watched. No burst is in two of them. */
export function datedBursts(bursts: readonly Burst[], from: number, to: number): readonly DatedBursts[] {
  const found: DatedBursts[] = [];
  const [only] = bursts;
  if (only !== undefined && bursts.length === 1) {
    const on = (day: number): boolean =>
      dayOfMonth(day) === dayOfMonth(dayOf(only)) || (toMonthEnd(day) === 0 && toMonthEnd(dayOf(only)) === 0);
    return rangeOf(from, to).filter(on).length > 1 ? [] : [{ bursts, probability: SEEN_ONCE, on }];
  }
  const often = visits(bursts) / Math.max(1, to - from);
  const foundBy = (naming: Naming, rest: readonly Burst[]): readonly DatedBursts[] =>
    [...named(rest, naming)].flatMap(([name, seen]) => {
      if (seen.length < naming.least) return [];
      const days = rangeOf(from, to).filter((day) => naming.of(day) === name);
      const probability = probabilityOf(naming, { seen, days, often });
      return probability === 0 ? [] : [{ bursts: seen, probability, on: (day: number) => naming.of(day) === name }];
    });
  const held = (dated: readonly DatedBursts[]): number =>
    dated.reduce((sum, { bursts: { length } }) => sum + length, 0);
  let rest = bursts;
  const take = (dated: readonly DatedBursts[]): void => {
    found.push(...dated);
    rest = rest.filter((burst) => !dated.some(({ bursts: seen }) => seen.includes(burst)));
  };
  // Of the month's two ends the one that explains more. What came on the last days alone, nobody planned for a 31st.
  const [byDay, byEnd] = [foundBy(DAY_OF_MONTH, rest), foundBy(TO_MONTH_END, rest)];
  const last = byEnd.some(({ bursts: seen }) => seen.every((burst) => toMonthEnd(dayOf(burst)) === 0));
  const endFirst = held(byEnd) > held(byDay) || (last && held(byEnd) === held(byDay));
  const calendar = endFirst ? [TO_MONTH_END, DAY_OF_MONTH] : [DAY_OF_MONTH, TO_MONTH_END];
  for (const naming of [...calendar, ...PERIODS]) take(foundBy(naming, rest));
  return found;
}

/** Bursts of neighbouring days are one. */
const visits = (bursts: readonly Burst[]): number => {
  const days = new Set(bursts.map(dayOf));
  return [...days].filter((day) => !days.has(day - 1)).length;
};

/** The local day on which a burst carried most. */
export const dayOf = ({ peak }: Burst): number => Math.floor(peak / 24);

function named(bursts: readonly Burst[], { of }: Naming): ReadonlyMap<number, readonly Burst[]> {
  const byName = new Map<number, Burst[]>();
  for (const burst of bursts) byName.set(of(dayOf(burst)), [...(byName.get(of(dayOf(burst))) ?? []), burst]);
  return byName;
}

interface Seen {
  readonly seen: readonly Burst[];
  /** Every day of that name. */
  readonly days: readonly number[];
  /** How often bursts of any name come on one day. */
  readonly often: number;
}

/** 0 where chance alone would often make it look so, or where it came no more. */
function probabilityOf({ names, least }: Naming, { seen, days, often }: Seen): number {
  const hit = new Set(seen.map(dayOf));
  const chances = Math.max(days.length, hit.size);
  const missed = days.length - 1 - days.findLastIndex((day) => hit.has(day));
  if (missed > 1 || hit.size < least || hit.size < Math.min(chances - 1, 0.75 * chances)) return 0;
  if (names * choices(chances, hit.size) * often ** hit.size > CHANCE) return 0;
  return ((SURE * hit.size) / chances) * (missed === 1 ? MISSED : 1);
}

function choices(of: number, taken: number): number {
  let ways = 1;
  for (let at = 1; at <= Math.min(taken, of - taken); at += 1) ways = (ways * (of - at + 1)) / at;
  return ways;
}

const rangeOf = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
