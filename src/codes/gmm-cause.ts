import type { CodeTable } from "./code-table.ts";
import { newCellRetries, protocolErrors } from "./shared-causes.ts";

const clause = "3GPP TS 24.008 10.5.5.14";

/**
 * GMM causes: why a GPRS attach or a routing area update was refused (`+CGREG`).
 * 15 is about cells; tables that repeat 14's words there are wrong. 32...34 are MM causes and none of these.
 */
export const GMM_CAUSE: CodeTable = {
  2: { name: "IMSI unknown in HLR", clause },
  3: { name: "Illegal MS", clause },
  5: { name: "IMEI not accepted", clause },
  6: { name: "Illegal ME", clause },
  7: { name: "GPRS services not allowed", clause },
  8: { name: "GPRS services and non-GPRS services not allowed", clause },
  9: { name: "MS identity cannot be derived by the network", clause },
  10: { name: "Implicitly detached", clause },
  11: { name: "PLMN not allowed", clause },
  12: { name: "Location Area not allowed", clause },
  13: { name: "Roaming not allowed in this location area", clause },
  14: { name: "GPRS services not allowed in this PLMN", clause },
  15: { name: "No Suitable Cells In Location Area", clause },
  16: { name: "MSC temporarily not reachable", clause },
  17: { name: "Network failure", clause },
  20: { name: "MAC failure", clause },
  21: { name: "Synch failure", clause },
  22: { name: "Congestion", clause },
  23: { name: "GSM authentication unacceptable", clause },
  25: { name: "Not authorized for this CSG", clause },
  28: { name: "SMS provided via GPRS in this routing area", clause },
  40: { name: "No PDP context activated", clause },
  ...newCellRetries(clause),
  ...protocolErrors(clause),
};
