import { defined } from "../../base/defined.ts";
import { readLayout } from "./layout.ts";
import type { Parameter } from "./parameters.ts";
import { absolute } from "./quectel-signal.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalNumber, type SignalText } from "./signal-message.ts";

type Layout = readonly (SignalNumber | SignalText)[];

const GSM: Layout = ["lac", "cellid", "absoluteRfChNum", "rxlev", "trackLoAdjust", "c1C2"];
// prettier-ignore
const WCDMA: Layout = [
  "lac", "cellid", "band", "psc", "freq", "ssc", "ecio", "rscp", "qual", "rxlev", "txpwr",
];
// prettier-ignore
const LTE: Layout = [
  "tac", "scellid", "pcellid", "band", "earfcn", "dlbw", "ulbw", "rsrq", "rsrp", "rssi", "rssnr",
];
const NR_SA: Layout = ["tac", "scellid", "pcellid", "band", "earfcn", "rsrp", "rsrq", "snr"];
const NR_NSA: Layout = ["pcellid", "band", "earfcn", "rsrp", "rsrq", "snr"];

function layoutOf(sysmode: string): Layout {
  if (sysmode.startsWith("LTE")) return LTE;
  if (sysmode.startsWith("NR5G")) return NR_SA;
  return sysmode === "WCDMA" ? WCDMA : sysmode === "GSM" ? GSM : [];
}

/**
 * `+CPSI: <System Mode>,<Operation Mode>[,<MCC>-<MNC>,...]` (SIMCom SIM7x00, SIM7070, SIM82xx manuals). Below -200 the
 * levels are tenths (SIM7600, SIM82xx); SIM7000 sends whole dBm. `NR5G_NSA` is a line without an operation mode.
 */
export function parseSimcomSystem(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  const sysmode = parameters[0]?.text.trim() ?? "";
  if (!/^[A-Z]/.test(sysmode)) return undefined;
  const nonStandalone = sysmode.startsWith("NR5G") && /^\d+$/.test(parameters[1]?.text ?? "");
  if (nonStandalone) return withLevels({ sysmode, ...readLayout(SIGNAL_FIELDS, NR_NSA, parameters.slice(1)) });
  const operationMode = parameters[1]?.text.trim();
  if (operationMode === undefined || operationMode === "") return sysmode === "NO SERVICE" ? { sysmode } : undefined;
  const plmn = /^(\d{3})-(\d{2,3})$/.exec(parameters[2]?.text.trim() ?? "");
  const fields = readLayout(SIGNAL_FIELDS, layoutOf(sysmode), parameters.slice(3));
  return withLevels({ sysmode, operationMode, ...defined({ mcc: plmn?.[1], mnc: plmn?.[2] }), ...fields });
}

function withLevels(fields: SignalFields): SignalFields & Levels {
  const { rsrp, rsrq, rssi, rxlev } = fields;
  // WCDMA's <ECIO>, <RSCP> and <RXLEV> come without their sign, so that no unit can be told from them.
  if (fields.sysmode === "WCDMA") return fields;
  const tenths = rsrp !== undefined && rsrp < -200;
  const scale = (value: number | undefined): number | undefined => (tenths && value !== undefined ? value / 10 : value);
  const level = fields.sysmode === "GSM" ? rxlev : scale(rssi);
  return { ...fields, ...absolute(defined({ rsrp: scale(rsrp), rsrq: scale(rsrq), rssi: level })) };
}
