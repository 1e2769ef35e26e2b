import type { Burst } from "./bursts.ts";
import type { History } from "./history.ts";
import type { BurstOutlook } from "./paths.ts";

const HALF_LIFE = 60;
/** Before anything was seen: a burst in 160 days, believed like a week of watching. */
const PRIOR_BURSTS = 0.05;
const PRIOR_DAYS = 8;
/** A burst that came on the same day of the month whenever it could have is expected to come again. */
const SURE = 0.92;
const SEEN_ONCE = 0.5;

/** Which bursts are to be reckoned with: those that come on one day of the month, and those that come on any. */
export function outlookOf(
  bursts: readonly Burst[],
  { days, now }: Pick<History, "days" | "now">,
  ahead: number,
): BurstOutlook {
  const byDay = new Map<number, Burst[]>();
  for (const burst of bursts) {
    const { day } = dateOf(burst.peak);
    byDay.set(day, [...(byDay.get(day) ?? []), burst]);
  }
  const dated: BurstOutlook["dated"][number][] = [];
  const inDates = new Set<Burst>();
  for (const [day, seen] of byDay) {
    const chances = Math.max(seen.length, countOf(day, now - days * 24, now));
    const missedLast = now - Math.max(...seen.map(({ peak }) => peak)) > 32 * 24 && chances > 1;
    const probability = missedLast ? 0 : likely(seen.length, chances, bursts.length, days);
    if (probability === 0) continue;
    for (const burst of seen) inDates.add(burst);
    const bytes = seen.reduce((sum, { excess }) => sum + excess, 0) / seen.length;
    const hour = (((seen.at(-1)?.peak ?? 0) % 24) + 24) % 24;
    for (let day0 = 0; day0 < ahead; day0 += 1)
      for (let at = now + day0 * 24; at < now + day0 * 24 + 24; at += 1)
        if (at % 24 === hour && dateOf(at).day === day) dated.push({ ahead: day0, probability, bytes });
  }
  const stray = bursts.filter((burst) => !inDates.has(burst));
  const weigh = (age: number): number => 0.5 ** (age / HALF_LIFE);
  const watched = Array.from({ length: days }, (_, age) => weigh(age)).reduce((sum, weight) => sum + weight, 0);
  const came = stray.reduce((sum, burst) => sum + weigh(days - burst.day), 0);
  return { dated, perDay: (came + PRIOR_BURSTS) / (watched + PRIOR_DAYS), sizes: stray };
}

/** How probable it is that the day of the month brings it again; 0 where chance alone would often make it look so. */
function likely(seen: number, chances: number, all: number, days: number): number {
  if (chances === 1) return all === 1 ? SEEN_ONCE : 0;
  if (seen < 2 || seen < chances - 1 || 31 * (all / days) ** seen > 0.06) return 0;
  return (SURE * seen) / chances;
}

/** How often that day of the month lay in the hours. */
function countOf(day: number, from: number, to: number): number {
  let count = 0;
  for (let hour = from; hour < to; hour += 24) if (dateOf(hour).day === day) count += 1;
  return count;
}

const HOUR = 3_600_000;
const dateOf = (localHour: number): { readonly day: number } => ({ day: new Date(localHour * HOUR).getUTCDate() });
