/** One way to name days, of which some are always busier than the rest, and what it would have said so far. */
interface Table {
  readonly nameOf: (day: number) => number;
  /** Weighted bytes of the days of each name, and what was expected of them without it. */
  readonly bytes: Float64Array;
  readonly expected: Float64Array;
  /** Smoothed error of what it said. */
  off: number;
}

/**
 * What comes again otherwise than with the weekday: every other week, on the last days of the month, around the 25th. Of
 * several ways to name a day the one that did best holds, and only where it is clearly better than none.
 */
export class Repeats {
  readonly #tables: readonly Table[];
  #off = 0;
  #expected = 0;
  #weight = 0;
  #days = 0;

  /** `localDay`: of the first day that will be followed, counted since 1970. */
  constructor(localDay: number) {
    const names: readonly ((day: number) => number)[] = [
      ...PERIODS.map((period) => (day: number) => day % period),
      (day) => dateOf(localDay + day).getUTCDate(),
      (day) => toMonthEnd(localDay + day),
    ];
    this.#tables = names.map((nameOf) => ({
      nameOf,
      bytes: new Float64Array(MOST_NAMES),
      expected: new Float64Array(MOST_NAMES),
      off: 0,
    }));
  }

  /** Takes the next day, and what was expected of it. */
  follow(bytes: number, expected: number): void {
    this.#off = this.#off * KEEP + Math.abs(bytes - expected);
    this.#expected = this.#expected * KEEP + expected;
    this.#weight = this.#weight * KEEP + 1;
    const doubt = this.#doubt();
    for (const table of this.#tables) {
      const name = table.nameOf(this.#days);
      table.off = table.off * KEEP + Math.abs(bytes - expected * partOf(table, name, doubt));
      table.bytes[name] = (table.bytes[name] ?? 0) * EACH_KEEPS + bytes;
      table.expected[name] = (table.expected[name] ?? 0) * EACH_KEEPS + expected;
    }
    this.#days += 1;
  }

  /** By what the expectation of a day to come is to be multiplied. */
  parts(days: number): Float64Array {
    const best = this.#tables.reduce<Table | undefined>(
      (found, table) => (table.off < (found?.off ?? this.#off * CLEARLY) ? table : found),
      undefined,
    );
    const doubt = this.#doubt();
    return Float64Array.from({ length: days }, (_, ahead) =>
      best === undefined ? 1 : partOf(best, best.nameOf(this.#days + ahead), doubt),
    );
  }

  /** As if so many bytes had come as they were expected. */
  #doubt(): number {
    return this.#weight === 0 ? 0 : (DOUBT * this.#expected) / this.#weight;
  }
}

/** 1 for a name that was not seen. */
function partOf({ bytes, expected }: Table, name: number, doubt: number): number {
  const known = (expected[name] ?? 0) + doubt;
  return known > 0 ? ((bytes[name] ?? 0) + doubt) / known : 1;
}

/** In days; the week is told by the weekday's share. */
const PERIODS: readonly number[] = [2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 15, 21, 28];
const MOST_NAMES = 32;
/** Whom to believe is learnt anew within a month or two; a name that comes once a month is forgotten by its own count. */
const KEEP = 0.975;
const EACH_KEEPS = 0.85;
/** In days: a name that was seen once is believed by somewhat more than a half. */
const DOUBT = 0.7;
/** Of so many ways one is a little better by chance. */
const CLEARLY = 0.93;

const dateOf = (localDay: number): Date => new Date(localDay * 86_400_000);

function toMonthEnd(localDay: number): number {
  const date = dateOf(localDay);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate() - date.getUTCDate();
}
