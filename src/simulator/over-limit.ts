import { activeContexts } from "./pdp-contexts.ts";
import type { RadioInput, RadioState } from "./radio-state.ts";
import type { SimulatedCarrier } from "./simulated-carrier.ts";
import type { Subscription } from "./subscription.ts";

/** The byte that reaches the quota: what the carrier does with the card now, as the radio meets it. */
export function stopOverLimit(
  { overLimit, overLimitCause }: SimulatedCarrier,
  subscription: Subscription,
  { contexts }: RadioState,
): readonly RadioInput[] {
  switch (overLimit) {
    case "detach":
      subscription.refusal = { cause: overLimitCause, domains: ["gprs", "eps", "5gs"] };
      return [{ kind: "network-detach", reattach: false }];
    case "deactivate":
      return activeContexts(contexts).map(({ cid }) => ({ kind: "context", cid, active: false, by: "NW" }));
    case "silent":
    default:
      return [];
  }
}
