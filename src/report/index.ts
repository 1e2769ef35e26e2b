/** The package's entry `cellward/contract`: what an agent says, as schemas and types. */
export * from "./contract.ts";
export { type Checked, checked } from "./checked.ts";
export { AgentStatus } from "./local-contract.ts";
/** The numbers on the bridge, the port for the device's own firmware (firmware-bridge/PROTOCOL.md). */
export {
  BRIDGE_ERRORS,
  CAPABILITY_CODES,
  CAUSE_CODES,
  CHARSET_CODES,
  CHECK_CODES,
  CLASS_CODES,
  EVENT_CODES,
  LANGUAGE_CODES,
  LEVEL_CODES,
  MESSAGE_ERRORS,
  REASON_CODES,
  SERVICE_CODES,
  WIRE_LIMITS,
  WIRE_VERSION,
  type WireCode,
} from "../bridge/wire-codes.ts";
