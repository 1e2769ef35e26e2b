import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import type { PlanSeen } from "../diagnosis/observe/observe-plan.ts";
import type { CostFacts } from "../diagnosis/rules/remedy-cost.ts";
import type { ResumeFacts } from "../diagnosis/rules/resume-rule.ts";
import { NEVER } from "../plan/cycle.ts";
import { topUpHelps } from "../plan/top-up.ts";
import { renewableUntil } from "../plan/validity.ts";
import type { BookView } from "../report/picture.ts";

/** Carriers of the mainland bill by Beijing's days; what has no plan is taken to be theirs. */
const HOME_ZONE = "Asia/Shanghai";

/** What of a card's book speaks of stops. */
export function planSeenOf(book: BookView | undefined): PlanSeen {
  if (book === undefined) return { zone: HOME_ZONE };
  const { standing, books, plan } = book;
  const { overage, validity, cycle, buckets } = books.plan;
  const pooled = plan.pool !== undefined || overage.kind === "pool";
  return {
    ...defined({
      standing,
      overage: overage.kind,
      validity,
      // A plan that nobody knows may share a pool for all that is known.
      threshold: { threshold: undefined, ...overage }.threshold,
      lastCycleOver: books.limitReachedBefore,
      account: books.told?.account,
      feeCharged: books.conduct.feeCharged ? true : undefined,
      directed: buckets.length > 0 && buckets.every(({ scope }) => scope.destination !== undefined) ? true : undefined,
      pooled: pooled ? true : plan.known && overage.kind !== "unknown" ? false : undefined,
    }),
    zone: cycle.zone,
  };
}

/** When the card of this book can be back, as far as the plan says; `heldUntil`: when a hold of our own ends. */
export function resumeFactsOf(book: BookView | undefined, now: WallMs, heldUntil?: WallMs): ResumeFacts {
  if (book === undefined) return { now, zone: HOME_ZONE, ...defined({ heldUntil }) };
  const { standing, books } = book;
  const { validity = {}, cycle } = books.plan;
  const ends = standing.cycle.to;
  return {
    now,
    zone: cycle.zone,
    ...(ends === NEVER ? {} : { cycleEnds: ends }),
    ...defined({
      heldUntil,
      topUp: topUpHelps(books.plan),
      expires: validity.expires,
      renewableUntil: renewableUntil(validity),
    }),
  };
}

/** What is known of the card's money. */
export function costFactsOf(book: BookView | undefined): CostFacts {
  const { zone } = planSeenOf(book);
  if (book === undefined) return { zone };
  const { plan, told } = book.books;
  const { fee, retentionFee, balance } = plan.validity ?? {};
  const account = told?.account ?? (balance === undefined ? undefined : { money: balance });
  return { zone, ...defined({ fee, retentionFee, balance: account, topUp: plan.midCycleTopUp }) };
}
