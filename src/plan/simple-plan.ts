import { defined } from "../base/defined.ts";
import type { DataPlan } from "./data-plan.ts";

/** One amount for a month, any traffic, nothing carried over: what the settings can say without a plan file. */
export interface SimplePlan {
  readonly name: string;
  /** Undefined: without a limit. */
  readonly quota: bigint | undefined;
  readonly cycleDay: number;
  readonly zone: string;
  readonly unitBase: 1000 | 1024;
}

/** The carrier stops at the last byte, as far as anybody knows: a device that believes so keeps its reserve. */
export const simplePlan = ({ name, quota, cycleDay, zone, unitBase }: SimplePlan): DataPlan => ({
  name,
  rules: ANY_CARRIER,
  readings: ANY_CARRIER.readings,
  cycle: { every: "month", day: cycleDay, zone },
  unitBase,
  buckets: [defined({ id: "quota", kind: "data", quota, scope: {}, term: { each: "cycle" }, level: 0 } as const)],
  overage: { kind: "unknown" },
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
    unpaidCycle: "as-ever",
    feeMonth: "stopped",
    packGivenUp: "pack",
    carryExpiry: "next-cycle",
    suspendedCycle: "by-rule",
    overBoundary: "at-start",
    unknownArea: "inside",
    unknownRat: "inside",
  },
};
