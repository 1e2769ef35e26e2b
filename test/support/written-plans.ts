import type { WrittenPlan } from "../../src/agent/plan-files.ts";
import { acceptedPlan } from "./plan-texts.ts";
import { CARRIER_TEXTS } from "./shipped-carriers.ts";

/** A plan of one bucket by the month, with a carrier where another plan voids what the month would hand on (变更套餐). */
export function shopPlan(quota: string, name = "shop"): WrittenPlan {
  const text = `name = "${name}"
carrier = "china-unicom"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "plan"
kind = "phone-plan"
quota = "${quota}"
[overage]
kind = "auto-stop"
`;
  const plan = acceptedPlan(text);
  return { plan, text, carrier: CARRIER_TEXTS[plan.rules.carrier] ?? "" };
}
