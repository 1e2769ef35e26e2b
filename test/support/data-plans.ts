import type { Bucket } from "../../src/plan/bucket.ts";
import type { CarryOverRule, Readings } from "../../src/plan/carrier-rules.ts";
import type { CycleRule } from "../../src/plan/cycle.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { READINGS } from "./carrier-rules.ts";

/** A bucket of kind `data`, opened with every cycle, for all traffic. */
export const bucket = (id: string, more: Partial<Bucket> = {}): Bucket => ({
  id,
  kind: "data",
  scope: {},
  term: { each: "cycle" },
  level: 0,
  ...more,
});

/** A plan of a carrier that has one step with one kind, `data`, which does not carry by itself; months of Shanghai. */
export const dataPlan = (
  buckets: readonly Bucket[],
  {
    readings = {},
    carryOver = { voidedBy: [], suspension: "ignored" },
    cycle = { every: "month", day: 1, zone: "Asia/Shanghai" },
  }: { readings?: Partial<Readings>; carryOver?: CarryOverRule; cycle?: CycleRule } = {},
): DataPlan => ({
  name: "test",
  rules: {
    carrier: "test",
    title: { en: "test", zh: "测试" },
    sources: [],
    steps: [{ type: "data", kinds: [{ name: "data", term: { en: "data", zh: "流量" }, carries: false }] }],
    carryOver,
    readings: READINGS,
  },
  readings: { ...READINGS, ...readings },
  cycle,
  unitBase: 1024,
  buckets,
  overage: { kind: "unknown" },
});
