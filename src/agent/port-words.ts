import type { Link } from "../modem/link.ts";

// What is said of a port that does not do what was hoped for.

export const SILENT_REMEDY =
  "Else try the modem's other ports and modem.baud_rate (a port in data mode, PPP, does not answer either), or switch the modem off and on.";

export const OFF_REMEDY = "It is asked again at the next poll; switch it on, or see to its supply and its heat.";

export const IN_CALL =
  "The port is shared with a data call (modem.port_shared): the modem is asked again when the call is over, and what happens meanwhile is not seen.";

export const DATA_MODE = "A port in data mode, as during a call, does not answer either (modem.port_shared).";

export const SHARED: Link = {
  kind: "ready",
  text: "The port is let go between two looks, for a data call (modem.port_shared); what the modem tells unasked meanwhile is not heard.",
};
