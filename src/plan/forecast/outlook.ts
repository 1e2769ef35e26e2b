import { datedBursts } from "./burst-dates.ts";
import type { Burst } from "./bursts.ts";
import type { History } from "./history.ts";
import type { BurstOutlook } from "./paths.ts";

const HALF_LIFE = 60;
/** Before anything was seen: a burst in 160 days, believed like a week of watching. */
const PRIOR_BURSTS = 0.05;
const PRIOR_SEEN = 0.5;
const PRIOR_DAYS = 8;

/** Which bursts are to be reckoned with: those that come on days that can be told, and those that come on any. */
export function outlookOf(
  bursts: readonly Burst[],
  { days, now }: Pick<History, "days" | "now">,
  ahead: number,
): BurstOutlook {
  const found = datedBursts(bursts, Math.floor(now / 24) - days, Math.floor(now / 24));
  const dated = found.flatMap(({ bursts: seen, probability, on }) => {
    const bytes = seen.reduce((sum, { excess }) => sum + excess, 0) / seen.length;
    const hour = (((seen.at(-1)?.peak ?? 0) % 24) + 24) % 24;
    const first = Math.floor(now / 24);
    return Array.from({ length: ahead + 1 }, (_, after) => (first + after) * 24 + hour)
      .filter((at) => at >= now && at < now + ahead * 24 && on(Math.floor(at / 24)))
      .map((at) => ({ ahead: Math.floor((at - now) / 24), hour: (at - now) % 24, probability, bytes }));
  });
  const inDates = new Set(found.flatMap(({ bursts: seen }) => seen));
  const stray = bursts.filter((burst) => !inDates.has(burst));
  const weigh = (age: number): number => 0.5 ** (age / HALF_LIFE);
  const watched = Array.from({ length: days }, (_, age) => weigh(age)).reduce((sum, weight) => sum + weight, 0);
  const came = stray.reduce((sum, burst) => sum + weigh(days - burst.day), 0);
  // What came several times is no longer as rare as before anything was seen.
  const before = stray.length > 1 ? PRIOR_SEEN : PRIOR_BURSTS;
  return { dated, perDay: (came + before) / (watched + PRIOR_DAYS), sizes: stray };
}
