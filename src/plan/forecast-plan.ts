import { advance } from "./advance.ts";
import type { WallMs } from "../base/instant.ts";
import type { DataPlan } from "./data-plan.ts";
import { type BooksOutlook, booksOutlook } from "./forecast-books.ts";
import { type Forecast, foreseen } from "./forecast.ts";
import { mixOf } from "./forecast-mix.ts";
import { replay } from "./replay.ts";
import type { PlanFact } from "./plan-fact.ts";
import type { Usage } from "./usage.ts";

/** What a device is going to use, and what that does to each bucket of its plan. */
export interface PlanForecast {
  readonly forecast: Forecast;
  readonly books: BooksOutlook;
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
  const finite = books.balances.flatMap(({ left, dormant, opened }) =>
    left === undefined || dormant === true || opened > asOf ? [] : [left],
  );
  const unlimited = books.balances.some(({ left }) => left === undefined);
  const quota = unlimited ? {} : { quotaLeft: finite.reduce((sum, left) => sum + left, 0n) };
  const { forecast, course } = foreseen({ used, asOf, cycle: plan.cycle, ...quota });
  return { forecast, books: booksOutlook(books, forecast, course, mixOf(past, asOf)) };
}
