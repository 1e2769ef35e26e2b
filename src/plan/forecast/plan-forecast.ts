import { advance } from "../rating/advance.ts";
import { defined } from "../../base/defined.ts";
import type { WallMs } from "../../base/instant.ts";
import type { Books } from "../rating/books.ts";
import type { DataPlan } from "../data-plan.ts";
import { type BooksOutlook, booksOutlook } from "./books-outlook.ts";
import { type Forecast, foreseen } from "./forecast.ts";
import { mixOf } from "./mix.ts";
import { type PoolShare, poolShare } from "../pool-share.ts";
import { replay } from "../rating/replay.ts";
import type { PlanFact } from "../plan-fact.ts";
import type { Usage } from "../usage.ts";

/** What a device is going to use, and what that does to each bucket of its plan. */
export interface PlanForecast {
  readonly forecast: Forecast;
  readonly books: BooksOutlook;
  /** Of a card that shares one, as far as its plan or a person says so. */
  readonly pool?: PoolShare;
}

/** From usage and facts in ascending order of time; what lies at `asOf` or after it is not looked at. */
export function planForecast(
  plan: DataPlan,
  { usages, facts, asOf }: { usages: readonly Usage[]; facts: readonly PlanFact[]; asOf: WallMs },
): PlanForecast {
  const past = usages.filter(({ at }) => at < asOf);
  const known = facts.filter(({ at }) => at <= asOf);
  const first = past[0]?.at ?? asOf;
  const books = advance(replay(plan, first, { usages: past, facts: known }), asOf);
  const used = past.map(({ at, bytes }) => [at, bytes] as const);
  const quota = quotaOf(books, asOf);
  const { forecast, course } = foreseen({ used, asOf, cycle: plan.cycle, ...defined({ quotaLeft: quota }) });
  const usedSince = (since: WallMs): bigint =>
    past.reduce((sum, usage) => (usage.at >= since ? sum + usage.bytes : sum), 0n);
  const pool = poolShare(books, { own: quota, usedSince, now: asOf });
  return defined({ forecast, books: booksOutlook(books, forecast, course, mixOf(past, asOf)), pool });
}

/** What is left for all traffic; undefined where some bucket has no limit, or is for some traffic only: a sum would say nothing. */
function quotaOf({ balances }: Books, asOf: WallMs): bigint | undefined {
  const there = balances.filter(({ dormant, opened }) => dormant !== true && opened <= asOf);
  const general = there.every(({ left, bucket }) => left !== undefined && Object.keys(bucket.scope).length === 0);
  return general ? there.reduce((sum, { left = 0n }) => sum + left, 0n) : undefined;
}
