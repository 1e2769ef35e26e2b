import type { CodeTable } from "./code-table.ts";
import { newCellRetries, protocolErrors } from "./shared-causes.ts";

const clause = "3GPP TS 24.008 10.5.3.6";

/** MM causes: why a location update was refused (`+CREG`). */
export const MM_CAUSE: CodeTable = {
  2: { name: "IMSI unknown in HLR", clause },
  3: { name: "Illegal MS", clause },
  4: { name: "IMSI unknown in VLR", clause },
  5: { name: "IMEI not accepted", clause },
  6: { name: "Illegal ME", clause },
  11: { name: "PLMN not allowed", clause },
  12: { name: "Location Area not allowed", clause },
  13: { name: "Roaming not allowed in this location area", clause },
  15: { name: "No Suitable Cells In Location Area", clause },
  17: { name: "Network failure", clause },
  20: { name: "MAC failure", clause },
  21: { name: "Synch failure", clause },
  22: { name: "Congestion", clause },
  23: { name: "GSM authentication unacceptable", clause },
  25: { name: "Not authorized for this CSG", clause },
  32: { name: "Service option not supported", clause },
  33: { name: "Requested service option not subscribed", clause },
  34: { name: "Service option temporarily out of order", clause },
  38: { name: "Call cannot be identified", clause },
  ...newCellRetries(clause),
  ...protocolErrors(clause),
};
