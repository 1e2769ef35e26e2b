import type { WallMs } from "../base/instant.ts";
import { maskIccid } from "../base/mask.ts";
import type { BookId } from "../meter/book-id.ts";
import type { Cycle } from "../plan/cycle.ts";
import type { Standing } from "../plan/standing.ts";
import { dayText } from "../plan/local-text.ts";
import { crossed, type ThresholdLatch } from "../plan/thresholds.ts";
import type { DueDate } from "../plan/validity-dates.ts";
import type { Store, StoreOp } from "../ports/store.ts";

/** A line that the bytes crossed; each is told once per cycle and card, also over restarts. */
export type Milestone =
  | { readonly kind: "usage-threshold"; readonly percent: number; readonly standing: Standing }
  | { readonly kind: "over-limit"; readonly standing: Standing }
  | { readonly kind: "cycle-started"; readonly cycle: Cycle }
  | DueDate;

/** What an event tells of it, the card masked. */
export function milestoneFields(milestone: Milestone, iccid: string | undefined): Readonly<Record<string, unknown>> {
  const standing = "standing" in milestone ? milestone.standing : undefined;
  return {
    ...(milestone.kind === "usage-threshold" ? { percent: milestone.percent } : {}),
    ...("words" in milestone
      ? {
          date: dayText(milestone.date),
          days: milestone.days,
          detail: milestone.words.en,
          detailZh: milestone.words.zh,
        }
      : {}),
    ...(standing === undefined ? {} : { used: Number(standing.used), quota: Number(standing.quota ?? 0n) }),
    ...(iccid === undefined ? {} : { iccid: maskIccid(iccid) }),
  };
}

interface Latched {
  readonly thresholds: ThresholdLatch;
  /** The cycles in which the limit was told, the latest last. */
  readonly overLimitIn?: readonly WallMs[];
  readonly cycleFrom?: WallMs;
  /** The cycles whose beginning was told, the latest last: the time may be corrected back over a cycle's end. */
  readonly begun?: readonly WallMs[];
  /** What was told of certain days, under the names of those, the latest last. */
  readonly dates?: readonly string[];
  /** The cycle was taken from a clock that nobody vouches for: what was told in it belongs to the first real one. */
  readonly provisional?: boolean;
}

const CYCLES_KEPT = 6;
/** A year of fees and the lines before two ends. */
const DATES_KEPT = 24;

const keyOf = (book: BookId): string => `milestones/${book}`;

/** What was told already lies in the store, written in one batch with the event that tells of it. */
export class Milestones {
  readonly #store: Store;
  readonly #latched = new Map<BookId, Latched>();
  readonly #dirty = new Set<BookId>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Must be called once for a book before anything is told of it. */
  async load(book: BookId): Promise<void> {
    if (!this.#latched.has(book)) this.#latched.set(book, parse(await this.#store.get(keyOf(book))));
  }

  loaded(book: BookId): boolean {
    return this.#latched.has(book);
  }

  /** Whether the bytes have crossed a line that is not told yet; nothing is taken as told. */
  crosses(book: BookId, standing: Standing): boolean {
    const known = this.#latched.get(book);
    const latched = known?.provisional === true ? inCycle(known, standing.cycle) : known;
    if (latched === undefined) return false;
    const over = standing.overLimit && latched.overLimitIn?.includes(standing.cycle.from) !== true;
    return over || crossed(latched.thresholds, standing).newly.length > 0;
  }

  /**
   * What is to be told now; it is then taken as told. Nothing until the book was loaded. `provisional`: the cycle is
   * only what an untrusted clock says. `due`: of this day, by a clock that is trusted.
   */
  passed(book: BookId, standing: Standing, provisional = false, due: readonly DueDate[] = []): readonly Milestone[] {
    const known = this.#latched.get(book);
    if (known === undefined) return [];
    const latched = known.provisional === true ? inCycle(known, standing.cycle) : known;
    const { newly, latch } = crossed(latched.thresholds, standing);
    const { cycle } = standing;
    const limits = latched.overLimitIn ?? [];
    const overLimit = standing.overLimit && !limits.includes(cycle.from);
    const overLimitIn = overLimit ? [...limits, cycle.from].slice(-CYCLES_KEPT) : limits;
    const begun = latched.begun ?? [];
    const cycleBegan = latched.cycleFrom !== undefined && cycle.from > latched.cycleFrom && !begun.includes(cycle.from);
    const cycleFrom = cycle.from;
    const toldOf = cycleBegan ? [...begun, cycle.from].slice(-CYCLES_KEPT) : begun;
    const told = latched.dates ?? [];
    const dates = due.filter(({ key }) => !told.includes(key));
    const toldDates = [...told, ...dates.map(({ key }) => key)].slice(-DATES_KEPT);
    if (newly.length > 0 || overLimit || dates.length > 0 || cycleFrom !== known.cycleFrom) this.#dirty.add(book);
    this.#latched.set(book, {
      thresholds: latch,
      cycleFrom,
      ...(provisional ? { provisional } : {}),
      ...(toldOf.length === 0 ? {} : { begun: toldOf }),
      ...(overLimitIn.length === 0 ? {} : { overLimitIn }),
      ...(toldDates.length === 0 ? {} : { dates: toldDates }),
    });
    return [
      ...dates,
      ...(cycleBegan ? [{ kind: "cycle-started" as const, cycle }] : []),
      ...newly.map((percent) => ({ kind: "usage-threshold" as const, percent, standing })),
      ...(overLimit ? [{ kind: "over-limit" as const, standing }] : []),
    ];
  }

  /** What is to go into the next batch; nothing when the store has it already. */
  ops(book: BookId): readonly StoreOp[] {
    const latched = this.#latched.get(book);
    return latched === undefined || !this.#dirty.delete(book)
      ? []
      : [{ put: keyOf(book), value: JSON.stringify(latched) }];
  }
}

/** What was told under a cycle that nobody vouched for, as told in this one. */
function inCycle({ thresholds, overLimitIn, begun, dates, cycleFrom: before }: Latched, { from }: Cycle): Latched {
  return {
    thresholds: thresholds.map((cycle) => (cycle.cycleFrom === before ? { ...cycle, cycleFrom: from } : cycle)),
    cycleFrom: from,
    ...(begun === undefined ? {} : { begun }),
    ...(dates === undefined ? {} : { dates }),
    ...(overLimitIn === undefined
      ? {}
      : { overLimitIn: overLimitIn.map((cycle) => (cycle === before ? from : cycle)) }),
  };
}

/** Written by this program alone; anything else is as if nothing had been told yet. */
function parse(text: string | undefined): Latched {
  if (text === undefined) return { thresholds: [] };
  try {
    const value: unknown = JSON.parse(text);
    return isLatched(value) ? value : { thresholds: [] };
  } catch {
    return { thresholds: [] };
  }
}

function isLatched(value: unknown): value is Latched {
  return (
    typeof value === "object" &&
    value !== null &&
    "thresholds" in value &&
    Array.isArray(value.thresholds) &&
    (!("overLimitIn" in value) || Array.isArray(value.overLimitIn)) &&
    (!("dates" in value) || Array.isArray(value.dates))
  );
}
