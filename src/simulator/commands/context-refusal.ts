import { cmeOfSessionCause } from "../../codes/session-cme.ts";
import { cme, type Outcome } from "../../dce/answer.ts";
import { familyRefused } from "../context-addresses.ts";
import { sessionCause } from "../network/fifth-causes.ts";
import type { PdpContext } from "../pdp-contexts.ts";
import type { MobileTermination } from "../mobile-termination.ts";

const NOT_SUBSCRIBED = 33;
const UNSPECIFIED = 148;

/** What a command that was to put a context up is answered when the network refused it. */
export const causeAnswer = ({ radio }: MobileTermination, cause: number): Outcome =>
  cme(cmeOfSessionCause(cause, radio.camp.packet === "gprs" ? "sm" : "esm") ?? UNSPECIFIED);

/** Why a context does not come up now: what the network says, or what T3396 still forbids to ask for. */
export function contextRefused(mt: MobileTermination, context: PdpContext): number | undefined {
  const { subscription, carrier, contextBackOff } = mt;
  const { apn } = context;
  const held = contextBackOff.holds(apn);
  if (held !== undefined) return held;
  const refusal = subscription?.contextRefusal;
  if (refusal !== undefined) {
    const cause = sessionCause(mt.radio.camp.packet, refusal.cause);
    if (refusal.backOff !== undefined) contextBackOff.bar(apn, cause, refusal.backOff);
    return (mt.lastContextCause = cause);
  }
  const family = familyRefused(context, carrier.addresses);
  if (family !== undefined) return (mt.lastContextCause = family);
  if (subscription?.overLimit !== true || carrier.overLimit === "silent") return undefined;
  mt.lastContextCause = NOT_SUBSCRIBED;
  return NOT_SUBSCRIBED;
}
