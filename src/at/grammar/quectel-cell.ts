import { readLayout } from "./layout.ts";
import type { Parameter } from "./parameters.ts";
import { absolute } from "./quectel-signal.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalNumber, type SignalText } from "./signal-message.ts";

type Layout = readonly (SignalNumber | SignalText)[];

// prettier-ignore
const LTE: Layout = [
  "isTdd", "mcc", "mnc", "cellid", "pcid", "earfcn", "freqBandInd", "ulBandwidth", "dlBandwidth", "tac",
  "rsrp", "rsrq", "rssi", "sinr",
];
// RG5xx has <cqi> and <tx_power> between <sinr> and <srxlev>; EC2x and BG9x end with <srxlev>.
const LTE_SHORT: Layout = [...LTE, "srxlev"];
const LTE_LONG: Layout = [...LTE, "cqi", "txPower", "srxlev"];
/** Where a line has this many fields behind the mode and not more. */
export const MEIG_SHORT: Layout = [...LTE.slice(0, -1), "srxlev"];
// prettier-ignore
const NR_SA: Layout = [
  "duplexMode", "mcc", "mnc", "cellid", "pcid", "tac", "arfcn", "band", "nrDlBandwidth", "rsrp", "rsrq", "sinr",
  "scs", "srxlev",
];
// prettier-ignore
const NR_NSA: Layout = ["mcc", "mnc", "pcid", "rsrp", "sinr", "rsrq", "arfcn", "band", "nrDlBandwidth", "scs"];
const WCDMA: Layout = ["mcc", "mnc", "lac", "cellid", "uarfcn", "psc", "rac", "rscp", "ecio"];
const TDSCDMA: Layout = ["mcc", "mnc", "lac", "cellid", "freq", "rssi", "rscp", "ecio"];
const GSM: Layout = ["mcc", "mnc", "lac", "cellid", "bsic", "arfcn", "band", "rxlev", "txPower"];

function layoutOf(sysmode: string, length: number, shortest: Layout = LTE_SHORT): Layout | undefined {
  if (sysmode === "NR5G-SA") return NR_SA;
  if (sysmode === "NR5G-NSA" || sysmode === "NR5G") return NR_NSA;
  // Over a satellite (BG95-S5) the mode has another word before it, and the cell is described as on the ground.
  if (/^(?:NTN )?(LTE|CAT-?M|CAT-?NB|EMTC|NB-?IOT)/.test(sysmode))
    return length > LTE_SHORT.length ? LTE_LONG : length <= shortest.length ? shortest : LTE_SHORT;
  if (sysmode === "WCDMA") return WCDMA;
  if (sysmode === "TDSCDMA") return TDSCDMA;
  return sysmode === "GSM" ? GSM : undefined;
}

/**
 * `+QENG: "servingcell",<state>,"LTE",...` (EC2x, BG9x, RG5xx), and RG5xx in dual connectivity, which sends the state,
 * `"LTE",...` and `"NR5G-NSA",...` in three lines. `servingcell` alone says at least whether a cell is camped on.
 */
export function parseQuectelCell(
  parameters: readonly Parameter[],
  shortest?: Layout,
): (SignalFields & Levels) | undefined {
  const [first] = parameters;
  if (first === undefined || first.text === "") return undefined;
  const named = first.text.toLowerCase() === "servingcell";
  const state = named ? parameters[1]?.text : undefined;
  const sysmode = named ? parameters[2]?.text : first.text;
  if (named && (state === undefined || state === "")) return undefined;
  const saidState = state === undefined ? {} : { state };
  if (sysmode === undefined || sysmode === "") return saidState;
  const rest = parameters.slice(named ? 3 : 1);
  const layout = layoutOf(sysmode.toUpperCase(), rest.length, shortest);
  if (layout === undefined) return named ? { ...saidState, sysmode } : undefined;
  const fields = readLayout(SIGNAL_FIELDS, layout, rest);
  const { rxlev } = fields;
  const rssiDbm = rxlev !== undefined && rxlev < 0 && rxlev >= -140 ? { rssiDbm: rxlev } : {};
  return Object.assign({}, saidState, { sysmode }, fields, absolute(fields), rssiDbm);
}
