import type { DataPlan } from "./data-plan.ts";

/**
 * Whether data that is bought before the cycle ends (加餐包) brings service back before it does; undefined: not known. Where it is
 * sold and lifts no limit, advice to buy some would cost money and help nobody.
 */
export const topUpHelps = ({
  midCycleTopUp,
  readings,
}: Pick<DataPlan, "midCycleTopUp" | "readings">): boolean | undefined => (readings.addOnLifts ? midCycleTopUp : false);
