import { defined } from "../../base/defined.ts";
import { measured, readLayout } from "./layout.ts";
import type { Parameter } from "./parameters.ts";
import { absolute } from "./quectel-signal.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalNumber, type SignalText } from "./signal-message.ts";

type Layout = readonly (SignalNumber | SignalText)[];

const SECOND: Layout = ["arfcn", "rssi", "mcc", "mnc", "lac", "cellid"];
const THIRD: Layout = ["uarfcn", "psc", "ecno", "rscp", "mcc", "mnc", "lac", "cellid"];
// prettier-ignore
const FOURTH: Layout = [
  "earfcn", "freqBandInd", "dlBandwidth", "ulBandwidth", "isTdd", "mcc", "mnc", "tac", "cellid", "pcid", "txPower",
  "rsrp", "rsrq", "connState",
];

/** `^SMONI: 4G,6300,20,10,10,FDD,262,02,BF75,0345103,350,33,-94,-7,NOCONN` (Cinterion); `4G,SEARCH` while there is no cell. */
export function parseCinterionSignal(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  const sysmode = parameters[0]?.text.trim() ?? "";
  const layout = sysmode === "2G" ? SECOND : sysmode === "3G" ? THIRD : sysmode === "4G" ? FOURTH : undefined;
  const second = parameters[1]?.text.trim();
  if (layout === undefined || second === undefined) return undefined;
  if (measured(parameters[1]) === undefined) return { sysmode, state: second };
  const fields = readLayout(SIGNAL_FIELDS, layout, parameters.slice(1));
  const ecnoDb = fields.ecno;
  return { sysmode, ...fields, ...absolute(fields), ...defined({ ecnoDb }) };
}
