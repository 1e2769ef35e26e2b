import type { CarrierRules } from "./carrier-rules.ts";
import type { DataPlan } from "./data-plan.ts";

/**
 * Whether two plans were bought alike: the same data, drawn in the same order, at the same prices, in the same cycles. Another name,
 * other dates of validity and other words of the carrier's are corrections of a file, and nothing that was changed with the carrier.
 */
export const isSamePurchase = (one: DataPlan, other: DataPlan): boolean =>
  one === other || figures(bought(one)) === figures(bought(other));

/** Whether nothing at all differs that was read: a comment in a file, or the order of its keys, makes no other plan. */
export const isSamePlan = (one: DataPlan, other: DataPlan): boolean => one === other || figures(one) === figures(other);

const bought = ({ rules, readings, cycle, unitBase, buckets, overage }: DataPlan) => ({
  rules: order(rules),
  readings,
  cycle,
  unitBase,
  buckets,
  overage,
});

/** What of a carrier's rules takes data off, without its words and sources. */
const order = ({ carrier, steps, carryOver }: CarrierRules) => ({
  carrier,
  steps: steps.map(({ type, kinds, price }) => ({
    type,
    priced: price !== undefined,
    kinds: kinds.map(({ name, carries, bound }) => ({ name, carries, bound })),
  })),
  carryOver,
});

const figures = (value: object): string =>
  JSON.stringify(value, (_, field: unknown) => (typeof field === "bigint" ? `${field}n` : field));
