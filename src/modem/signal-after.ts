import type { SignalMessage } from "../at/message.ts";
import { defined } from "../base/defined.ts";
import type { Modem } from "./modem.ts";

/** Lines that are about the received level alone: one that says "not known" takes back the one before. */
const RSSI_ONLY: readonly string[] = ["+CSQ", "^RSSI", "+QIND"];

/** Lines that are about the ratio of signal to noise alone. */
const RATIO_ONLY: readonly string[] = ["%XSNRSQ", "+QSINR"];

/**
 * A line with the reference signal's level replaces what was known of that, also by nothing; the received level is told by
 * lines of its own and stays where such a line has none. On a 5G cell the levels have names of their own (27.007 8.69).
 */
export function signalAfter(before: Modem["signal"], message: SignalMessage): NonNullable<Modem["signal"]> {
  const { rssiDbm, rsrpDbm, rsrqDb } = before ?? {};
  if (RATIO_ONLY.includes(message.command)) return before ?? {};
  if (RSSI_ONLY.includes(message.command)) return defined({ rssiDbm: message.rssiDbm, rsrpDbm, rsrqDb });
  return defined({
    rssiDbm: message.rssiDbm ?? rssiDbm,
    rsrpDbm: message.rsrpDbm ?? message.ssRsrpDbm,
    rsrqDb: message.rsrqDb ?? message.ssRsrqDb,
  });
}
