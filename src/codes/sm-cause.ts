import type { CodeTable } from "./code-table.ts";
import { protocolErrors } from "./shared-causes.ts";

const clause = "3GPP TS 24.008 10.5.6.6";

/**
 * SM causes: why a PDP context was refused or ended. 49, 53...55 and 59 exist for EPS only (24.301 9.9.4.4).
 * 29 was "User authentication failed" before it took in authorization; 27.007 shows the same change.
 */
export const SM_CAUSE: CodeTable = {
  8: { name: "Operator Determined Barring", clause },
  24: { name: "MBMS bearer capabilities insufficient for the service", clause },
  25: { name: "LLC or SNDCP failure (A/Gb mode only)", clause },
  26: { name: "Insufficient resources", clause },
  27: { name: "Missing or unknown APN", clause },
  28: { name: "Unknown PDP address or PDP type", clause },
  29: { name: "User authentication or authorization failed", clause, also: ["User authentication failed"] },
  30: { name: "Activation rejected by GGSN, Serving GW or PDN GW", clause },
  31: { name: "Activation rejected, unspecified", clause },
  32: { name: "Service option not supported", clause },
  33: { name: "Requested service option not subscribed", clause },
  34: { name: "Service option temporarily out of order", clause },
  35: { name: "NSAPI already used", clause },
  36: { name: "Regular deactivation", clause },
  37: { name: "QoS not accepted", clause },
  38: { name: "Network failure", clause },
  39: { name: "Reactivation requested", clause },
  40: { name: "Feature not supported", clause },
  41: { name: "Semantic error in the TFT operation", clause },
  42: { name: "Syntactical error in the TFT operation", clause },
  43: { name: "Unknown PDP context", clause },
  44: { name: "Semantic errors in packet filter(s)", clause },
  45: { name: "Syntactical errors in packet filter(s)", clause },
  46: { name: "PDP context without TFT already activated", clause },
  47: { name: "Multicast group membership time-out", clause },
  48: { name: "Request rejected, BCM violation", clause },
  50: { name: "PDP type IPv4 only allowed", clause },
  51: { name: "PDP type IPv6 only allowed", clause },
  52: { name: "Single address bearers only allowed", clause },
  56: { name: "Collision with network initiated request", clause },
  57: { name: "PDP type IPv4v6 only allowed", clause },
  58: { name: "PDP type non IP only allowed", clause },
  60: { name: "Bearer handling not supported", clause },
  65: { name: "Maximum number of PDP contexts reached", clause },
  66: { name: "Requested APN not supported in current RAT and PLMN combination", clause },
  81: { name: "Invalid transaction identifier value", clause },
  ...protocolErrors(clause),
  112: { name: "APN restriction value incompatible with active PDP context", clause },
  113: { name: "Multiple accesses to a PDN connection not allowed", clause },
};
