import { defined } from "../base/defined.ts";
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

/** One amount for a month, any traffic, nothing carried over: what the settings can say without a plan file. */
export interface SimplePlan {
  readonly name: string;
  readonly quota: bigint | undefined;
  readonly cycleDay: number;
  readonly zone: string;
  readonly unitBase: 1000 | 1024;
}

/** The carrier stops at the last byte, as far as anybody knows: a device that believes so keeps its reserve. */
export const simpleCourse = ({ name, quota, cycleDay, zone, unitBase }: SimplePlan): PlanCourse => ({
  plan: {
    name,
    rules: ANY_CARRIER,
    readings: ANY_CARRIER.readings,
    cycle: { every: "month", day: cycleDay, zone },
    unitBase,
    buckets: [defined({ id: "quota", kind: "data", quota, scope: {}, term: { each: "cycle" }, level: 0 } as const)],
    overage: { kind: "unknown" },
  },
  facts: [],
});

const ANY_CARRIER: DataPlan["rules"] = {
  carrier: "generic",
  title: { en: "any carrier", zh: "任意运营商" },
  sources: [],
  steps: [
    { type: "plan", kinds: [{ name: "data", term: { en: "the plan's data", zh: "套餐内流量" }, carries: false }] },
  ],
  carryOver: { voidedBy: [], suspension: "ignored" },
  readings: {
    withinStep: "carried-first",
    ties: "earliest-expiry",
    limit: "last-byte",
    addOnLifts: true,
    unpaidCycle: "nothing",
    suspendedCycle: "nothing",
    overBoundary: "at-start",
    unknownArea: "inside",
    unknownRat: "inside",
  },
};
