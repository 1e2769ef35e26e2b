import type { WallMs } from "../../base/instant.ts";
import { type CycleRule, cycleAt, NEVER } from "../cycle.ts";
import type { DataPlan } from "../data-plan.ts";

/** The carriers' words are of calendar months (次月月底); every other cycle needs a reading of them. */
export const isCalendarMonth = (rule: CycleRule): boolean => rule.every === "month" && rule.day === 1;

/**
 * The first instant at which what was carried over cannot be drawn any more. `ended`: that of the cycle after the one which left it;
 * `next`: where that one ends.
 */
export function carryEnd(ended: WallMs, next: WallMs, { readings, cycle: { zone } }: DataPlan): WallMs {
  if (readings.carryExpiry === "next-cycle" || ended === NEVER) return next;
  const month = { every: "month", day: 1, zone } as const;
  // The month of the cycle's last instant, and the one after it.
  const inIt = cycleAt(ended, month).from === ended ? ended : cycleAt(ended, month).to;
  return cycleAt(inIt, month).to;
}
