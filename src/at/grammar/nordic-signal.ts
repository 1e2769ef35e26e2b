import { defined, withDefined } from "../../base/defined.ts";
import { readLayout } from "./layout.ts";
import { type Parameter, whole } from "./parameters.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalNumber, type SignalText } from "./signal-message.ts";

/** The indices of +CESQ; each stands for the lower end of its step, and 255 for "not known". */
const decibels = (index: number | undefined, most: number, zero: number, unit: number): number | undefined =>
  index !== undefined && index >= 0 && index <= most ? zero + index * unit : undefined;

/** Steps of 1 dB, 1 beginning at -24 dB; 127 and 255 "not known". */
const ratioOf = (snr: number | undefined): number | undefined => decibels(snr, 49, -25, 1);

/** What AT%XSNRSQ? is answered has three parameters, what comes by itself four. */
export const isNordicRatioNews = (parameters: readonly Parameter[]): boolean => parameters.length === 4;

/**
 * `%XSNRSQ: <snr>,<srxlev>,<ce_level>`, unasked with the number of thresholds that lie below behind the first (nRF9160 AT
 * commands 5.8). <srxlev> is an index, 127 being 0 dB.
 */
export function parseNordicRatio(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  if (parameters.length < 3 || parameters.length > 4) return undefined;
  const snr = whole(parameters[0], 255);
  if (snr === undefined) return undefined;
  const [srxlev, ceLevel] = parameters.slice(-2);
  return defined({ snr, srxlev: whole(srxlev, 32_767), ceLevel: whole(ceLevel, 255), sinrDb: ratioOf(snr) });
}

// prettier-ignore
const CELL: readonly (SignalNumber | SignalText)[] = [
  "tac", "act", "band", "cellid", "pcid", "earfcn", "rsrp", "snr",
  "nwProvidedEdrxValue", "activeTime", "periodicTauExt", "periodicTau",
];

/**
 * `%XMONITOR: <reg_status>[,<full_name>,<short_name>,<plmn>,<tac>,<AcT>,<band>,<cell_id>,<phys_cell_id>,<EARFCN>,<rsrp>,<snr>,
 * <NW-provided_eDRX_value>,<Active-Time>,<Periodic-TAU-ext>,<Periodic-TAU>]` (nRF91 AT commands; the last one from firmware 1.2 on).
 */
export function parseNordicMonitor(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  const { regStatus, ...named } = readLayout(SIGNAL_FIELDS, ["regStatus", "fullName", "shortName"], parameters);
  if (whole(parameters[0], 255) === undefined || regStatus === undefined) return undefined;
  const plmn = /^(\d{3})(\d{2,3})$/.exec(parameters[3]?.text ?? "");
  const cell = readLayout(SIGNAL_FIELDS, CELL, parameters.slice(4));
  return withDefined(
    { regStatus, ...named, ...cell },
    { mcc: plmn?.[1], mnc: plmn?.[2], rsrpDbm: decibels(cell.rsrp, 97, -141, 1), sinrDb: ratioOf(cell.snr) },
  );
}
