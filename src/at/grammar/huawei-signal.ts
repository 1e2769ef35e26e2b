import { withDefined } from "../../base/defined.ts";
import { readLayout } from "./layout.ts";
import type { Parameter } from "./parameters.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalNumber } from "./signal-message.ts";

const LAYOUTS: ReadonlyMap<string, readonly SignalNumber[]> = new Map<string, readonly SignalNumber[]>([
  ["NOSERVICE", []],
  ["GSM", ["rssi"]],
  ["WCDMA", ["rssi", "rscp", "ecio"]],
  ["TD-SCDMA", ["rssi", "rscp", "ecio"]],
  ["TD_SCDMA", ["rssi", "rscp", "ecio"]],
  ["CDMA", ["rssi", "ecio"]],
  ["EVDO", ["rssi", "ecio"]],
  ["CDMA-EVDO", ["rssi", "ecio"]],
  ["LTE", ["rssi", "rsrp", "sinr", "rsrq"]],
  ["NR", ["rsrp", "sinr", "rsrq"]],
]);

/**
 * `^HCSQ: "LTE",30,19,66,0` (Huawei AT manual): indices, 255 unknown. rssi and rscp from -121 dBm, rsrp from -141 dBm,
 * rsrq from -20 dB in halves, ecio from -32.5 dB in halves, sinr from -20.2 dB in fifths. NR's scale is not published.
 */
export function parseHuaweiSignal(all: readonly Parameter[]): (SignalFields & Levels) | undefined {
  // A modem with two cards (ME909s-821ap) puts two numbers of its own before the technology.
  const parameters = all[0]?.quoted === false && all[2]?.quoted === true ? all.slice(2) : all;
  const sysmode = parameters[0]?.text.trim() ?? "";
  const layout = LAYOUTS.get(sysmode.toUpperCase());
  if (layout === undefined) return undefined;
  const fields = readLayout(SIGNAL_FIELDS, layout, parameters.slice(1));
  if (layout.length > 0 && Object.keys(fields).length === 0) return undefined;
  if (sysmode.toUpperCase() === "NR") return { sysmode, ...fields };
  const { rssi, rscp, ecio, rsrp, rsrq, sinr } = fields;
  return withDefined(withDefined({ sysmode }, fields), {
    rssiDbm: scaled(rssi, 96, -121, 1),
    rscpDbm: scaled(rscp, 96, -121, 1),
    ecnoDb: scaled(ecio, 65, -32.5, 2),
    rsrpDbm: scaled(rsrp, 97, -141, 1),
    rsrqDb: scaled(rsrq, 34, -20, 2),
    sinrDb: scaled(sinr, 251, -20.2, 5),
  });
}

/** Rounded to a tenth: a binary fraction of a fifth is no number that anyone wrote. */
const scaled = (index: number | undefined, most: number, zero: number, stepsPerUnit: number): number | undefined =>
  index !== undefined && index >= 0 && index <= most ? Math.round(10 * (zero + index / stepsPerUnit)) / 10 : undefined;
