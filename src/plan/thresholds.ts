import type { WallMs } from "../base/instant.ts";
import type { Standing } from "./standing.ts";

interface Told {
  readonly percent: number;
  /** The highest quota at which the threshold was told, or stayed crossed after it was told; decimal. */
  readonly quota: string;
  /** A higher quota has put the threshold out of reach again. */
  readonly lifted: boolean;
}

interface CycleLatch {
  readonly cycleFrom: WallMs;
  readonly told: readonly Told[];
}

/** What was told already, for the latest cycles. Plain JSON: the caller persists it with the books. */
export type ThresholdLatch = readonly CycleLatch[];

// A correction of the clock may lead back over a cycle's end; what was told there must still be known.
const CYCLES_KEPT = 3;

/**
 * Which thresholds are to be told now, ascending, and the latch to persist with that. Each is told once per cycle, and
 * again only after a higher quota took it back: one that stays crossed under the new quota is not told again,
 * nor is one that comes back because the quota was lowered again.
 */
export function crossed(
  latch: ThresholdLatch,
  standing: Standing,
): { readonly newly: readonly number[]; readonly latch: ThresholdLatch } {
  const { quota, thresholdsCrossed, cycle } = standing;
  if (quota === undefined) return { newly: [], latch };
  const kept = latch.find(({ cycleFrom }) => cycleFrom === cycle.from)?.told ?? [];
  const newly = thresholdsCrossed.filter((percent) => {
    const told = kept.find((entry) => entry.percent === percent);
    return told === undefined || (told.lifted && quota > BigInt(told.quota));
  });
  const untouched = kept.filter(({ percent }) => !newly.includes(percent));
  const told = [
    ...untouched.map((entry) => follow(entry, quota, thresholdsCrossed)),
    ...newly.map((percent): Told => ({ percent, quota: String(quota), lifted: false })),
  ];
  if (newly.length === 0 && told.every((entry, index) => entry === kept[index])) return { newly, latch };
  const others = latch.filter(({ cycleFrom }) => cycleFrom !== cycle.from);
  return { newly, latch: [{ cycleFrom: cycle.from, told }, ...others].slice(0, CYCLES_KEPT) };
}

function follow(entry: Told, quota: bigint, thresholdsCrossed: readonly number[]): Told {
  const higher = quota > BigInt(entry.quota);
  if (!thresholdsCrossed.includes(entry.percent)) return higher && !entry.lifted ? { ...entry, lifted: true } : entry;
  if (!entry.lifted) return higher ? { ...entry, quota: String(quota) } : entry;
  return { ...entry, lifted: false };
}
