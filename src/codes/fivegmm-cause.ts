import type { CodeTable } from "./code-table.ts";
import { protocolErrors } from "./shared-causes.ts";

const clause = "3GPP TS 24.501 9.11.3.2";

/**
 * 5GMM causes up to Rel-19; many tables end at 79 and 92. Public tables slip here: 67 and 69 are both about slices
 * (with and without the DNN), 72 is about non-3GPP access, 73 about the serving network, 74...76 about SNPN and CAG.
 * 31 points back to the EPC; the same number in 24.301 points to the 5G core.
 */
export const FIVEGMM_CAUSE: CodeTable = {
  3: { name: "Illegal UE", clause },
  5: { name: "PEI not accepted", clause },
  6: { name: "Illegal ME", clause },
  7: { name: "5GS services not allowed", clause },
  9: { name: "UE identity cannot be derived by the network", clause },
  10: { name: "Implicitly de-registered", clause },
  11: { name: "PLMN not allowed", clause },
  12: { name: "Tracking area not allowed", clause },
  13: { name: "Roaming not allowed in this tracking area", clause },
  15: { name: "No suitable cells in tracking area", clause },
  20: { name: "MAC failure", clause },
  21: { name: "Synch failure", clause },
  22: { name: "Congestion", clause },
  23: { name: "UE security capabilities mismatch", clause },
  24: { name: "Security mode rejected, unspecified", clause },
  26: { name: "Non-5G authentication unacceptable", clause },
  27: { name: "N1 mode not allowed", clause },
  28: { name: "Restricted service area", clause },
  31: { name: "Redirection to EPC required", clause },
  36: { name: "IAB-node operation not authorized", clause },
  43: { name: "LADN not available", clause },
  62: { name: "No network slices available", clause },
  65: { name: "Maximum number of PDU sessions reached", clause },
  67: { name: "Insufficient resources for specific slice and DNN", clause },
  69: { name: "Insufficient resources for specific slice", clause },
  71: { name: "ngKSI already in use", clause },
  72: { name: "Non-3GPP access to 5GCN not allowed", clause },
  73: { name: "Serving network not authorized", clause },
  74: { name: "Temporarily not authorized for this SNPN", clause },
  75: { name: "Permanently not authorized for this SNPN", clause },
  76: { name: "Not authorized for this CAG or authorized for CAG cells only", clause },
  77: { name: "Wireline access area not allowed", clause },
  78: { name: "PLMN not allowed to operate at the present UE location", clause },
  79: { name: "UAS services not allowed", clause },
  80: { name: "Disaster roaming for the determined PLMN with disaster condition not allowed", clause },
  81: { name: "Selected N3IWF is not compatible with the allowed NSSAI", clause },
  82: { name: "Selected TNGF is not compatible with the allowed NSSAI", clause },
  90: { name: "Payload was not forwarded", clause },
  91: { name: "DNN not supported or not subscribed in the slice", clause },
  92: { name: "Insufficient user-plane resources for the PDU session", clause },
  93: { name: "Onboarding services terminated", clause },
  94: { name: "User plane positioning not authorized", clause },
  ...protocolErrors(clause),
};
