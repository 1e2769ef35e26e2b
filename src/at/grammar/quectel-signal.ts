import { defined, withDefined } from "../../base/defined.ts";
import { readLayout } from "./layout.ts";
import type { Parameter } from "./parameters.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalNumber } from "./signal-message.ts";

const LTE: readonly SignalNumber[] = ["rssi", "rsrp", "sinr", "rsrq"];
const NR: readonly SignalNumber[] = ["rsrp", "sinr", "rsrq"];
const THIRD: readonly SignalNumber[] = ["rssi", "rscp", "ecio"];

function layoutOf(sysmode: string): readonly SignalNumber[] | undefined {
  if (sysmode.startsWith("NR5G")) return NR;
  if (/^(LTE|CAT-?M|CAT-?NB|EMTC|NB-?IOT)/.test(sysmode)) return LTE;
  if (sysmode === "WCDMA" || sysmode === "TDSCDMA") return THIRD;
  if (sysmode === "GSM") return ["rssi"];
  // Another mode (CDMA) has a layout that no manual at hand tells: its name alone is read.
  return /^[A-Z][A-Z0-9 -]*$/.test(sysmode) ? [] : undefined;
}

/**
 * `+QCSQ: "LTE",-52,-81,195,-10` (Quectel EC2x, BG9x and RG5xx manuals): levels in dBm and dB as they are; LTE's
 * <sinr> is 0..250 in fifths of a dB from -20 dB, NR's is in dB.
 */
export function parseQuectelSignal(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  const sysmode = parameters[0]?.text;
  if (sysmode === undefined || sysmode === "") return undefined;
  const layout = layoutOf(sysmode.toUpperCase());
  if (layout === undefined) return undefined;
  const fields = readLayout(SIGNAL_FIELDS, layout, parameters.slice(1));
  const { sinr } = fields;
  const fifths = layout === LTE && sinr !== undefined && sinr >= 0 && sinr <= 250;
  const nr = layout === NR && sinr !== undefined && sinr >= -23 && sinr <= 40;
  const sinrDb = fifths ? Math.round(2 * sinr - 200) / 10 : nr ? sinr : undefined;
  return withDefined(withDefined(withDefined({ sysmode }, fields), levelsOf(fields)), { sinrDb });
}

/** Where the vendor already sends dBm and dB. A positive "level" is a placeholder and not derived from. */
export const absolute = (fields: SignalFields): Levels => defined(levelsOf(fields));

function levelsOf({ rssi, rscp, ecio, rsrp, rsrq }: SignalFields) {
  return {
    rssiDbm: within(rssi, -140, -1),
    rscpDbm: within(rscp, -130, -1),
    ecnoDb: within(ecio, -40, 0),
    rsrpDbm: within(rsrp, -156, -20),
    rsrqDb: within(rsrq, -44, 20),
  };
}

const within = (value: number | undefined, least: number, most: number): number | undefined =>
  value !== undefined && value >= least && value <= most ? value : undefined;
