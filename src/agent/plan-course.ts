import type { DataPlan } from "../plan/data-plan.ts";
import type { PlanFact } from "../plan/plan-fact.ts";
import { type SlotEdges, windowEdges } from "../plan/slot.ts";

/** All that decides how a card's bytes are rated: the first plan it had here, and every dated fact since, ascending. */
export interface PlanCourse {
  readonly plan: DataPlan;
  readonly facts: readonly PlanFact[];
}

/** Where hours are parted, so that no fact and no window's edge lies within one. */
export function slotEdges({ plan, facts }: PlanCourse): SlotEdges {
  const changed = facts.flatMap((fact) => (fact.name === "plan-changed" ? fact.plan.buckets : []));
  const bought = facts.flatMap((fact) => (fact.name === "pack-bought" ? [fact.bucket] : []));
  return {
    zone: plan.cycle.zone,
    minutes: windowEdges([...plan.buckets, ...changed, ...bought]),
    instants: facts.map(({ at }) => at),
  };
}
