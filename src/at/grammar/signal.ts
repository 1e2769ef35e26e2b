import { defined, withDefined } from "../../base/defined.ts";
import { cameUnasked } from "./asked.ts";
import { parseCinterionSignal } from "./cinterion-signal.ts";
import type { Grammar } from "./grammar.ts";
import { parseHuaweiCell } from "./huawei-cell.ts";
import { parseHuaweiSignal } from "./huawei-signal.ts";
import { measured, readLayout } from "./layout.ts";
import { type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";
import { isNordicRatioNews, parseNordicMonitor, parseNordicRatio } from "./nordic-signal.ts";
import { MEIG_SHORT, parseQuectelCell } from "./quectel-cell.ts";
import { absolute, parseQuectelSignal } from "./quectel-signal.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalMessage } from "./signal-message.ts";
import { parseSimcomSystem } from "./simcom-system.ts";

type Layout = (parameters: readonly Parameter[]) => (SignalFields & Levels) | undefined;

const LAYOUTS: ReadonlyMap<string, Layout> = new Map<string, Layout>([
  ["+CSQ", quality],
  ["+CESQ", (parameters) => extended(parameters)],
  ["%CESQ", (parameters) => nordic(parameters)],
  ["%XSNRSQ", parseNordicRatio],
  ["%XMONITOR", parseNordicMonitor],
  // Intel XMM: <n> first, then as +CESQ with LTE's signal to noise ratio in halves of a dB.
  ["+XCESQ", (parameters) => intel(parameters)],
  ["^RSSI", (parameters) => quality(parameters)],
  ["+QIND", (parameters) => (parameters[0]?.text === "csq" ? quality(parameters.slice(1)) : undefined)],
  ["+QCSQ", parseQuectelSignal],
  ["+QENG", (parameters) => parseQuectelCell(parameters)],
  // MeiG: the same cell, without <sinr> in the shorter form (wwand's tests, SLM770A).
  ["+MENG", (parameters) => parseQuectelCell(parameters, MEIG_SHORT)],
  ["+CPSI", parseSimcomSystem],
  ["+QRSRP", (parameters) => receivers("rsrp", parameters)],
  ["+QRSRQ", (parameters) => receivers("rsrq", parameters)],
  ["+QSINR", (parameters) => receivers("sinr", parameters)],
  ["^HCSQ", parseHuaweiSignal],
  ["^MONSC", parseHuaweiCell],
  ["^SMONI", parseCinterionSignal],
]);

/** Lines that come by themselves whatever was asked. */
const ALWAYS_UNSOLICITED: readonly string[] = ["+QIND", "^RSSI", "%CESQ"];

function parseSignal(line: string, asked?: string): SignalMessage | undefined {
  const parts = splitLine(line);
  const layout = parts === undefined ? undefined : LAYOUTS.get(parts.name);
  if (parts === undefined || layout === undefined) return undefined;
  const parameters = splitParameters(parts.body);
  const found = layout(parameters);
  if (found === undefined) return undefined;
  const news = ALWAYS_UNSOLICITED.includes(parts.name) || (parts.name === "%XSNRSQ" && isNordicRatioNews(parameters));
  const unsolicited = news || cameUnasked(parts.name, asked);
  return withDefined({ kind: "signal" as const, command: parts.name, unsolicited }, found);
}

export const signalGrammar: Grammar<SignalMessage> = {
  names: [...LAYOUTS.keys()],
  parse: parseSignal,
};

/** `+CSQ: <rssi>,<ber>` (27.007 8.5): 0..31 in steps of 2 dB from -113 dBm; 99 unknown; 100..191 TD-SCDMA from -116 dBm. */
function quality(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  const rssi = whole(parameters[0], 199);
  if (rssi === undefined) return undefined;
  const ber = whole(parameters[1], 199);
  const rssiDbm = rssi <= 31 ? -113 + 2 * rssi : rssi >= 100 && rssi <= 191 ? rssi - 216 : undefined;
  return defined({ rssi, ber, rssiDbm });
}

/** Quectel's +QRSRP, +QRSRQ, +QSINR (RG50xQ manual 5.13 to 5.15): one level a receiver, -32768 for none, then the technology. */
function receivers(
  name: "rsrp" | "rsrq" | "sinr",
  parameters: readonly Parameter[],
): (SignalFields & Levels) | undefined {
  const sysmode = parameters[4]?.text.trim();
  if (parameters.length !== 5 || sysmode === undefined || !/^(?:LTE|NR5G)$/.test(sysmode)) return undefined;
  const level = parameters
    .slice(0, 4)
    .map(measured)
    .find((value) => value !== undefined && value !== -32_768);
  const fields: SignalFields = withDefined({ sysmode }, { [name]: level });
  return withDefined(fields, absolute(fields));
}

const EXTENDED = ["rxlev", "ber", "rscp", "ecno", "rsrq", "rsrp", "ssRsrq", "ssRsrp", "ssSinr"] as const;

/** `+CESQ` (27.007 8.69): six fields, nine since Release 15; 99 and 255 unknown. Each index stands for the lower end of its step. */
function extended(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  if (parameters.length < 6) return undefined;
  const fields = readLayout(SIGNAL_FIELDS, EXTENDED, parameters);
  if (fields.rxlev === undefined && fields.rsrp === undefined) return undefined;
  return withLevels(fields);
}

/** Nordic's `%CESQ: <rsrp>,<threshold>,<rsrq>,<threshold>` (nRF91 AT commands): the indices of +CESQ, and how many of the set thresholds lie below. */
function nordic(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  const [rsrp, , rsrq] = parameters;
  const fields = defined({ rsrp: whole(rsrp, 255), rsrq: whole(rsrq, 255) });
  return parameters.length === 4 && "rsrp" in fields ? withLevels(fields) : undefined;
}

function intel(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  if (parameters.length < 8) return undefined;
  const found = extended(parameters.slice(1, 7));
  const rssnr = measured(parameters[7]);
  if (found === undefined) return undefined;
  const sinrDb = rssnr !== undefined && Math.abs(rssnr) <= 100 ? rssnr / 2 : undefined;
  return Object.assign(found, defined({ rssnr, sinrDb }));
}

function withLevels(fields: SignalFields): SignalFields & Levels {
  const { rxlev, rscp, ecno, rsrq, rsrp, ssRsrq, ssRsrp, ssSinr } = fields;
  return withDefined(fields, {
    rssiDbm: scaled(rxlev, 63, -111, 1),
    rscpDbm: scaled(rscp, 96, -121, 1),
    ecnoDb: scaled(ecno, 49, -24.5, 0.5),
    rsrqDb: scaled(rsrq, 34, -20, 0.5),
    rsrpDbm: scaled(rsrp, 97, -141, 1),
    ssRsrqDb: scaled(ssRsrq, 126, -43.5, 0.5),
    ssRsrpDbm: scaled(ssRsrp, 126, -157, 1),
    ssSinrDb: scaled(ssSinr, 127, -23.5, 0.5),
  });
}

const scaled = (index: number | undefined, most: number, zero: number, unit: number): number | undefined =>
  index !== undefined && index >= 0 && index <= most ? zero + index * unit : undefined;
