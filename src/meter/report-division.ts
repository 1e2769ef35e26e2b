import { type Duration, Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { type Amount, isNothing, minus, NOTHING, plus } from "./amount.ts";
import type { ClassShare } from "./charge.ts";
import { added, byClass, limited, shared, sharedOut, sumOf } from "./waiting-shares.ts";

/** What was booked in a stretch of time, as far as reports may still be of it. */
export interface Stretch {
  readonly since: MonoMs;
  /** Of no class. */
  readonly unexplained: Amount;
  /** Of a class by the packet filter's word, and reported by nobody yet. */
  readonly filtered: readonly ClassShare[];
}

/**
 * What programs reported of their own bytes, by class, and what became of it: `claimed` is what they said in all, and always
 * the sum of `explained`, `confirmed`, `dropped` and what waits. Kept in one batch with the bytes.
 */
export interface ReportDivision {
  readonly bootId: string;
  /** Reported, and not found among the meter's bytes yet; by the classes' rank. */
  readonly waiting: readonly ClassShare[];
  /** So much of it came since bytes were divided last: its bytes may not have been counted yet. */
  readonly fresh: Amount;
  /** The present one, then the one before it. */
  readonly stretches: readonly Stretch[];
  readonly claimed: Amount;
  /** Became the class of bytes that nothing else told the class of. */
  readonly explained: Amount;
  /** The filter had told the same class. */
  readonly confirmed: Amount;
  /** More than the meter counted: never booked. */
  readonly dropped: Amount;
}

/**
 * A grant lasts five minutes, and its last report may be late. Bytes of longer ago are no report's: else a program that says
 * too much would be believed at the cost of a whole month of unattributed bytes.
 */
const STRETCH: Duration = Minutes(10);

const stretchFrom = (since: MonoMs): Stretch => ({ since, unexplained: NOTHING, filtered: [] });

export const reportsFrom = (bootId: string, classes: readonly string[], now: MonoMs): ReportDivision => ({
  bootId,
  waiting: classes.map((name) => ({ name, ...NOTHING })),
  fresh: NOTHING,
  stretches: [stretchFrom(now)],
  claimed: NOTHING,
  explained: NOTHING,
  confirmed: NOTHING,
  dropped: NOTHING,
});

/** After a boot the kernel's counters are new: whatever waited for bytes of before waits in vain. */
export const afterBoot = (before: ReportDivision, bootId: string, now: MonoMs): ReportDivision => ({
  ...before,
  bootId,
  waiting: before.waiting.map(({ name }) => ({ name, ...NOTHING })),
  fresh: NOTHING,
  stretches: [stretchFrom(now)],
  dropped: plus(before.dropped, sumOf(before.waiting)),
});

/** Said, and of bytes that no counter has any more. */
export const reportedInVain = (before: ReportDivision, amount: Amount): ReportDivision => ({
  ...before,
  claimed: plus(before.claimed, amount),
  dropped: plus(before.dropped, amount),
});

/** A program says that so much more was of the class. What the filter has told of the class already is this: it waits for nothing. */
export function reported(before: ReportDivision, more: ClassShare, now: MonoMs): ReportDivision {
  const { name } = more;
  let waits: Amount = { up: more.up, down: more.down };
  const stretches = turned(before.stretches, now).map((stretch) => {
    const told = stretch.filtered.find((one) => one.name === name) ?? { name, ...NOTHING };
    const same = shared(told, waits);
    waits = minus(waits, same);
    return isNothing(same) ? stretch : { ...stretch, filtered: lessened(stretch.filtered, name, same) };
  });
  return {
    ...before,
    stretches,
    waiting: added(before.waiting, { name, ...waits }),
    fresh: plus(before.fresh, waits),
    claimed: plus(before.claimed, more),
    confirmed: plus(before.confirmed, minus(more, waits)),
  };
}

/**
 * Bytes that were counted, and what of them the filter told the class of: that comes first, and a report of the same class is of
 * the same bytes. The rest gets the classes that were reported. The shares are never more than the rest.
 */
export function divideByReports(
  before: ReportDivision,
  bytes: Amount,
  filtered: readonly ClassShare[],
  now: MonoMs,
): { readonly shares: readonly ClassShare[]; readonly division: ReportDivision } {
  let { waiting, confirmed } = before;
  let surplus: readonly ClassShare[] = [];
  // Programs report by class: to which destinations their bytes went is the filter's word alone.
  for (const { name, ...told } of byClass(filtered)) {
    const same = shared(told, waiting.find((one) => one.name === name) ?? NOTHING);
    waiting = lessened(waiting, name, same);
    confirmed = plus(confirmed, same);
    surplus = added(surplus, { name, ...minus(told, same) });
  }
  const out = sharedOut(waiting, minus(bytes, sumOf(filtered)));
  const [present = stretchFrom(now), ...earlier] = turned(before.stretches, now);
  const stretches = [
    {
      ...present,
      unexplained: plus(present.unexplained, out.left),
      filtered: surplus.reduce(added, present.filtered),
    },
    ...earlier,
  ];
  const most = plus(sumOf(stretches.map(({ unexplained }) => unexplained)), before.fresh);
  const kept = limited(out.waiting, most);
  const division = {
    ...before,
    stretches,
    confirmed,
    waiting: kept.waiting,
    fresh: NOTHING,
    explained: plus(before.explained, sumOf(out.shares)),
    dropped: plus(before.dropped, kept.dropped),
  };
  return { shares: out.shares.filter((share) => !isNothing(share)), division };
}

/**
 * What waits, as far as bytes were counted that it can be of: those of no class, and `open`, which are not divided yet. Of a class that
 * the filter tells, its word on divided bytes was the last one.
 */
export function covered(
  { waiting, stretches }: ReportDivision,
  { open, told, now }: { readonly open: Amount; readonly told: (name: string) => boolean; readonly now: MonoMs },
): readonly ClassShare[] {
  const untold = plus(open, sumOf(turned(stretches, now).map(({ unexplained }) => unexplained)));
  const first = limited(
    waiting.map((one) => (told(one.name) ? one : { ...one, ...NOTHING })),
    open,
  ).waiting;
  return limited(
    waiting.map((one) => (told(one.name) ? (first.find(({ name }) => name === one.name) ?? one) : one)),
    untold,
  ).waiting;
}

const lessened = (shares: readonly ClassShare[], name: string, less: Amount): readonly ClassShare[] =>
  shares.map((one) => (one.name === name ? { name, ...minus(one, less) } : one));

function turned(stretches: readonly Stretch[], now: MonoMs): readonly Stretch[] {
  const [present = stretchFrom(now)] = stretches;
  const age = elapsed(present.since, now);
  if (age < STRETCH) return stretches;
  return age < 2 * STRETCH ? [stretchFrom(now), present] : [stretchFrom(now)];
}
