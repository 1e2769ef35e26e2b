import { cme, ok, type Outcome } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { contextOf, withContext } from "../pdp-contexts.ts";

/** A context that a maker's own command defines. */
export function definedContext(mt: MobileTermination, cid: number | undefined, type: string, apn: string): Outcome {
  if (cid === undefined || cid < 1 || cid > 16) return cme(50);
  const fresh = { automatic: false, active: false, address: `10.64.0.${cid + 1}` };
  const context = { ...fresh, ...contextOf(mt.radio.contexts, cid), cid, type, apn };
  mt.act({ kind: "define", contexts: withContext(mt.radio.contexts, context) });
  return ok();
}
