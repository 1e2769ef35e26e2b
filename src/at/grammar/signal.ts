import type { SignalMessage } from "../message.ts";
import { decimal, splitLine, splitParameters } from "./parameters.ts";

/** `+CSQ: <rssi>,<ber>` (27.007 8.5): 0..31 in steps of 2 dB from -113 dBm; 99 unknown; 100..191 TD-SCDMA from -116 dBm. */
export function parseSignal(line: string): SignalMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name === "+CESQ") return extended(parts.body);
  if (parts?.name !== "+CSQ") return undefined;
  const rssi = decimal(splitParameters(parts.body)[0], 199);
  if (rssi === undefined) return undefined;
  if (rssi <= 31) return { kind: "signal", command: "+CSQ", rssiDbm: -113 + 2 * rssi };
  if (rssi >= 100 && rssi <= 191) return { kind: "signal", command: "+CSQ", rssiDbm: -116 + (rssi - 100) };
  return { kind: "signal", command: "+CSQ" };
}

/** `+CESQ: <rxlev>,<ber>,<rscp>,<ecno>,<rsrq>,<rsrp>` (27.007 8.69): RSRP 0..97 from -141 dBm, RSRQ 0..34 from -20 dB in halves; 255 unknown. */
function extended(body: string): SignalMessage | undefined {
  const numbers = splitParameters(body).map((parameter) => decimal(parameter, 255));
  if (numbers.length < 6) return undefined;
  const [, , , , rsrq, rsrp] = numbers;
  return {
    kind: "signal",
    command: "+CESQ",
    ...(rsrp !== undefined && rsrp <= 97 ? { rsrpDbm: rsrp - 141 } : {}),
    ...(rsrq !== undefined && rsrq <= 34 ? { rsrqDb: -20 + rsrq / 2 } : {}),
  };
}
