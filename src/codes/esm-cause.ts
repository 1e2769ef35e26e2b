import type { CodeTable } from "./code-table.ts";
import { protocolErrors } from "./shared-causes.ts";

const clause = "3GPP TS 24.301 9.9.4.4";

/**
 * ESM causes: why a PDN connection or a bearer was refused or ended. The table holds 46 as unused; it is no cause.
 * 29 reads "User authentication failed" in 24.301 17.8.0 and takes in authorization in later releases.
 */
export const ESM_CAUSE: CodeTable = {
  8: { name: "Operator Determined Barring", clause },
  26: { name: "Insufficient resources", clause },
  27: { name: "Missing or unknown APN", clause },
  28: { name: "Unknown PDN type", clause },
  29: { name: "User authentication or authorization failed", clause, also: ["User authentication failed"] },
  30: { name: "Request rejected by Serving GW or PDN GW", clause },
  31: { name: "Request rejected, unspecified", clause },
  32: { name: "Service option not supported", clause },
  33: { name: "Requested service option not subscribed", clause },
  34: { name: "Service option temporarily out of order", clause },
  35: { name: "PTI already in use", clause },
  36: { name: "Regular deactivation", clause },
  37: { name: "EPS QoS not accepted", clause },
  38: { name: "Network failure", clause },
  39: { name: "Reactivation requested", clause },
  41: { name: "Semantic error in the TFT operation", clause },
  42: { name: "Syntactical error in the TFT operation", clause },
  43: { name: "Invalid EPS bearer identity", clause },
  44: { name: "Semantic errors in packet filter(s)", clause },
  45: { name: "Syntactical errors in packet filter(s)", clause },
  47: { name: "PTI mismatch", clause },
  49: { name: "Last PDN disconnection not allowed", clause },
  50: { name: "PDN type IPv4 only allowed", clause },
  51: { name: "PDN type IPv6 only allowed", clause },
  52: { name: "Single address bearers only allowed", clause },
  53: { name: "ESM information not received", clause },
  54: { name: "PDN connection does not exist", clause },
  55: { name: "Multiple PDN connections for a given APN not allowed", clause },
  56: { name: "Collision with network initiated request", clause },
  57: { name: "PDN type IPv4v6 only allowed", clause },
  58: { name: "PDN type non IP only allowed", clause },
  59: { name: "Unsupported QCI value", clause },
  60: { name: "Bearer handling not supported", clause },
  61: { name: "PDN type Ethernet only allowed", clause },
  65: { name: "Maximum number of EPS bearers reached", clause },
  66: { name: "Requested APN not supported in current RAT and PLMN combination", clause },
  81: { name: "Invalid PTI value", clause },
  ...protocolErrors(clause),
  112: { name: "APN restriction value incompatible with active EPS bearer context", clause },
  113: { name: "Multiple accesses to a PDN connection not allowed", clause },
};
