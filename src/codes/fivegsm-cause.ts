import type { CodeTable } from "./code-table.ts";
import { protocolErrors } from "./shared-causes.ts";

const clause = "3GPP TS 24.501 9.11.4.2";

/**
 * 5GSM causes up to Rel-19: why a PDU session was refused or ended. 34 stands in tables made from early releases
 * (free5GC, Wireshark) and in none made from late ones (Open5GS dropped it); it is kept, for a network may send it.
 */
export const FIVEGSM_CAUSE: CodeTable = {
  8: { name: "Operator determined barring", clause },
  26: { name: "Insufficient resources", clause },
  27: { name: "Missing or unknown DNN", clause },
  28: { name: "Unknown PDU session type", clause },
  29: { name: "User authentication or authorization failed", clause },
  31: { name: "Request rejected, unspecified", clause },
  32: { name: "Service option not supported", clause },
  33: { name: "Requested service option not subscribed", clause },
  34: { name: "Service option temporarily out of order", clause },
  35: { name: "PTI already in use", clause },
  36: { name: "Regular deactivation", clause },
  37: { name: "5GS QoS not accepted", clause },
  38: { name: "Network failure", clause },
  39: { name: "Reactivation requested", clause },
  41: { name: "Semantic error in the TFT operation", clause },
  42: { name: "Syntactical error in the TFT operation", clause },
  43: { name: "Invalid PDU session identity", clause },
  44: { name: "Semantic errors in packet filter(s)", clause },
  45: { name: "Syntactical error in packet filter(s)", clause },
  46: { name: "Out of LADN service area", clause },
  47: { name: "PTI mismatch", clause },
  50: { name: "PDU session type IPv4 only allowed", clause },
  51: { name: "PDU session type IPv6 only allowed", clause },
  54: { name: "PDU session does not exist", clause },
  57: { name: "PDU session type IPv4v6 only allowed", clause },
  58: { name: "PDU session type Unstructured only allowed", clause },
  59: { name: "Unsupported 5QI value", clause },
  61: { name: "PDU session type Ethernet only allowed", clause },
  67: { name: "Insufficient resources for specific slice and DNN", clause },
  68: { name: "Not supported SSC mode", clause },
  69: { name: "Insufficient resources for specific slice", clause },
  70: { name: "Missing or unknown DNN in a slice", clause },
  81: { name: "Invalid PTI value", clause },
  82: { name: "Maximum data rate per UE for user-plane integrity protection is too low", clause },
  83: { name: "Semantic error in the QoS operation", clause },
  84: { name: "Syntactical error in the QoS operation", clause },
  85: { name: "Invalid mapped EPS bearer identity", clause },
  86: { name: "UAS services not allowed", clause },
  87: { name: "QoS differentiation for non-3GPP device identifier(s) not available", clause },
  ...protocolErrors(clause),
};
