import type { PolicyRules } from "../policy/step.ts";
import { CLASSES } from "../policy/traffic-classes.ts";
import type { Settings } from "../settings/declaration.ts";

/** What of the settings the policy goes by. */
export const policyRules = ({ policy, plan, device }: Settings): PolicyRules => ({
  classes: CLASSES[device.profile],
  dwell: policy.dwell,
  beyondQuota: policy.beyondQuota,
  reserve: { units: policy.reserveUnits, unitBytes: Number(policy.reserveUnit) },
  trickle: Number(policy.managementTrickle),
  inFlight: Number(policy.inFlight),
  slowRate: Number(policy.slowRate),
  conserve: plan.conserveAt,
  essential: plan.essentialAt,
});
