import type { Cycle } from "./cycle.ts";

/** Where somebody is told, and where the device saves: percentages of the quota, with at most three decimals. */
export interface Lines {
  readonly thresholds: readonly number[];
  /** From which percentage on the device saves. */
  readonly conserve: number;
  /** From which percentage on only what is essential goes out. */
  readonly essential: number;
}

/** What there is to be used, and the lines drawn across it. */
export interface Plan extends Lines {
  /** IP-layer bytes, both directions; absent: count only. */
  readonly quota?: bigint;
}

/** Where a plan stands in one cycle, by this device's own meter. */
export interface Standing {
  readonly quota?: bigint;
  readonly used: bigint;
  /** Never below zero; absent without a quota. */
  readonly remaining?: bigint;
  /**
   * Used part of the quota, 1 = all of it, in steps of 0.0001 rounded down: 0.9999 is never shown as 1, and the same
   * bytes always give the same figure. Absent without a quota.
   */
  readonly share?: number;
  /** Ascending. */
  readonly thresholdsCrossed: readonly number[];
  readonly conserveReached: boolean;
  readonly essentialReached: boolean;
  /** Nothing of the quota is left. */
  readonly overLimit: boolean;
  readonly cycle: Cycle;
  /** A pool that is known to hold more goes on where the share ends: no line across the share asks for anything. */
  readonly pooled?: true;
  /** The card itself is given up. */
  readonly cancelled?: true;
}

export function standing(plan: Plan, used: bigint, cycle: Cycle): Standing {
  const { quota } = plan;
  if (quota === undefined) {
    const none = { thresholdsCrossed: [], conserveReached: false, essentialReached: false, overLimit: false };
    return { used, ...none, cycle };
  }
  return {
    quota,
    used,
    remaining: used < quota ? quota - used : 0n,
    share: quota > 0n ? Number((used * 10_000n) / quota) / 10_000 : 1,
    thresholdsCrossed: plan.thresholds.filter((percent) => reached(percent, used, quota)).toSorted((a, b) => a - b),
    conserveReached: reached(plan.conserve, used, quota),
    essentialReached: reached(plan.essential, used, quota),
    overLimit: used >= quota,
    cycle,
  };
}

/** Whether `used` is at least that percentage of the quota; whole numbers only, so that the last byte decides. */
function reached(percent: number, used: bigint, quota: bigint): boolean {
  return used * 100_000n >= quota * BigInt(Math.round(percent * 1_000));
}
