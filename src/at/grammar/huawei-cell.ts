import { withDefined } from "../../base/defined.ts";
import { readLayout } from "./layout.ts";
import type { Parameter } from "./parameters.ts";
import { absolute } from "./quectel-signal.ts";
import { type Levels, SIGNAL_FIELDS, type SignalFields, type SignalNumber, type SignalText } from "./signal-message.ts";

const LAYOUTS: ReadonlyMap<string, readonly (SignalNumber | SignalText)[]> = new Map<
  string,
  readonly (SignalNumber | SignalText)[]
>([
  // A capture of an ME909s: ^MONSC: LTE,460,00,38950,94EF884,142,57B2,-96,-8,-67
  ["LTE", ["mcc", "mnc", "earfcn", "cellid", "absoluteRfChNum", "tac", "rsrp", "rsrq", "rssi"]],
  // Captures of an MT5700M: ^MONSC: NR,460,00,524910,1,C027F5065,114,14225C,-73,-9,24
  ["NR", ["mcc", "mnc", "arfcn", "scs", "cellid", "absoluteRfChNum", "tac", "rsrp", "rsrq", "sinr"]],
]);

/** `^MONSC` (Huawei, TD Tech): the serving cell, its levels in dBm and dB. The physical cell is hexadecimal and not told here. */
export function parseHuaweiCell(parameters: readonly Parameter[]): (SignalFields & Levels) | undefined {
  const sysmode = parameters[0]?.text.trim() ?? "";
  const layout = LAYOUTS.get(sysmode.toUpperCase());
  if (layout === undefined || parameters.length < layout.length) return undefined;
  const { absoluteRfChNum: _physicalCell, ...fields } = readLayout(SIGNAL_FIELDS, layout, parameters.slice(1));
  if (fields.rsrp === undefined) return undefined;
  const told: SignalFields = withDefined({ sysmode }, fields);
  const sinrDb = sysmode.toUpperCase() === "NR" ? fields.sinr : undefined;
  return withDefined(withDefined(told, absolute(fields)), { sinrDb });
}
