import type { Code } from "./code-table.ts";
import { protocolErrors } from "./shared-causes.ts";

const clause = "3GPP TS 24.301 9.9.3.9";
/** 24.301 5.5.1.2.5 makes the UE treat the USIM (or itself) as invalid until switch-off. */
const permanent = true;

/**
 * EMM causes up to 24.301 19.8.0. 17.8.0 has none of 36, 80 and 83.
 * 31 points to the 5G core; the same number in 24.501 points back to the EPC.
 */
export const EMM_CAUSE: Readonly<Record<number, Code & { readonly permanent?: true }>> = {
  2: { name: "IMSI unknown in HSS", clause, permanent },
  3: { name: "Illegal UE", clause, permanent },
  5: { name: "IMEI not accepted", clause, permanent },
  6: { name: "Illegal ME", clause, permanent },
  7: { name: "EPS services not allowed", clause, permanent },
  8: { name: "EPS services and non-EPS services not allowed", clause, permanent },
  9: { name: "UE identity cannot be derived by the network", clause },
  10: { name: "Implicitly detached", clause },
  11: { name: "PLMN not allowed", clause },
  12: { name: "Tracking Area not allowed", clause },
  13: { name: "Roaming not allowed in this tracking area", clause },
  14: { name: "EPS services not allowed in this PLMN", clause },
  15: { name: "No Suitable Cells In tracking area", clause },
  16: { name: "MSC temporarily not reachable", clause },
  17: { name: "Network failure", clause },
  18: { name: "CS domain not available", clause },
  19: { name: "ESM failure", clause },
  20: { name: "MAC failure", clause },
  21: { name: "Synch failure", clause },
  22: { name: "Congestion", clause },
  23: { name: "UE security capabilities mismatch", clause },
  24: { name: "Security mode rejected, unspecified", clause },
  25: { name: "Not authorized for this CSG", clause },
  26: { name: "Non-EPS authentication unacceptable", clause },
  31: { name: "Redirection to 5GCN required", clause },
  35: { name: "Requested service option not authorized in this PLMN", clause },
  36: { name: "IAB-node operation not authorized", clause },
  39: { name: "CS service temporarily not available", clause },
  40: { name: "No EPS bearer context activated", clause },
  42: { name: "Severe network failure", clause },
  78: { name: "PLMN not allowed to operate at the present UE location", clause },
  80: { name: "Disaster roaming for the determined PLMN with disaster condition not allowed", clause },
  83: {
    name: "Procedure cannot be completed due to unavailable feeder link while MME is operating in S&F mode",
    clause,
  },
  ...protocolErrors(clause),
};

export const emmCauseName = (cause: number): string => EMM_CAUSE[cause]?.name ?? `cause ${cause}`;
export const emmCauseIsPermanent = (cause: number): boolean => EMM_CAUSE[cause]?.permanent ?? false;
