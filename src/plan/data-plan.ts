import type { UnitBase } from "../base/bytes.ts";
import type { Bucket } from "./bucket.ts";
import type { CarrierRules, Readings } from "./carrier-rules.ts";
import type { CycleRule } from "./cycle.ts";
import type { Overage } from "./overage.ts";
import type { Validity } from "./validity.ts";

/** What was bought, with the rules of the carrier that sold it. */
export interface DataPlan {
  readonly name: string;
  readonly rules: CarrierRules;
  /** The carrier's, with those that the plan overrides. */
  readonly readings: Readings;
  readonly cycle: CycleRule;
  readonly unitBase: UnitBase;
  /** As listed. */
  readonly buckets: readonly Bucket[];
  readonly overage: Overage;
  /** Whether data can be bought before the cycle ends (加餐包); undefined: not known. */
  readonly midCycleTopUp?: boolean;
  readonly validity?: Validity;
}
