import type { FinalResult } from "../final-result.ts";
import type { IccidMessage, SimStateMessage } from "../message.ts";
import { splitLine, splitParameters } from "./parameters.ts";

const STATES: ReadonlyMap<string, SimStateMessage["state"]> = new Map<string, SimStateMessage["state"]>([
  ["READY", "ready"],
  ["SIM PIN", "pin"],
  ["SIM PUK", "puk"],
  ["SIM PIN2", "pin2"],
  ["SIM PUK2", "puk2"],
  ["PH-SIM PIN", "phone-locked"],
  ["PH-SIM PUK", "phone-locked"],
  ["PH-FSIM PIN", "phone-locked"],
  ["PH-FSIM PUK", "phone-locked"],
  ["PH-NET PIN", "network-locked"],
  ["PH-NET PUK", "network-locked"],
  ["PH-NETSUB PIN", "network-locked"],
  ["PH-NETSUB PUK", "network-locked"],
  ["PH-SP PIN", "network-locked"],
  ["PH-SP PUK", "network-locked"],
  ["PH-CORP PIN", "network-locked"],
  ["PH-CORP PUK", "network-locked"],
  ["NOT INSERTED", "absent"],
  ["NOT READY", "not-ready"],
]);

/** `+CPIN: READY` (27.007 8.3), with or without quotes. */
export function parseSimState(line: string): SimStateMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CPIN") return undefined;
  const text = (splitParameters(parts.body)[0]?.text ?? "").toUpperCase();
  return { kind: "sim-state", command: "+CPIN", state: STATES.get(text) ?? "other", text };
}

/** 27.007 9.2.1: what a refused +CPIN? says of the SIM. 14 (busy) and everything else: not known yet. */
const STATE_OF_CME: ReadonlyMap<number, SimStateMessage["state"]> = new Map<number, SimStateMessage["state"]>([
  [5, "phone-locked"],
  [6, "phone-locked"],
  [7, "phone-locked"],
  [10, "absent"],
  [11, "pin"],
  [12, "puk"],
  [13, "other"],
  [15, "other"],
  [17, "pin2"],
  [18, "puk2"],
]);

export function simStateOfError(error: FinalResult & { readonly kind: "error" }): SimStateMessage {
  const state = (error.scheme === "cme" ? STATE_OF_CME.get(error.code ?? -1) : undefined) ?? "not-ready";
  return {
    kind: "sim-state",
    command: "+CPIN",
    state,
    text: error.scheme === "cme" ? `CME ${error.text}` : error.text,
  };
}

/**
 * ITU-T E.118: 89, country 1-3 digits, issuer, up to 20 digits; China Mobile puts letters A-F into the account part,
 * and many interfaces drop the check digit (19). `98` at the start is the raw, nibble-swapped form of the card's file.
 */
export function normaliseIccid(text: string): string | undefined {
  const upper = text.trim().toUpperCase();
  const direct = upper.replace(/F+$/, "");
  if (/^89[0-9][0-9A-F]{14,17}$/.test(direct)) return direct;
  if (!/^98[0-9A-F]{16,18}$/.test(upper) || upper.length % 2 !== 0) return undefined;
  const swapped = upper.replace(/(.)(.)/g, "$2$1").replace(/F+$/, "");
  return /^89[0-9][0-9A-F]{14,17}$/.test(swapped) ? swapped : undefined;
}

const ICCID_LINES = /^(?:[+^]?(?:CCID|ICCID|QCCID|ZGETICCID))(?::| )\s*"?([0-9A-Fa-f]{18,22})"?$/;

/** The vendors' ways (`+CCID:`, `+ICCID:`, `+QCCID:`, a bare number) and `+CRSM: 144,0,"98..."` (27.007 8.18, EF 2FE2). */
export function parseIccid(line: string): IccidMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name === "+CRSM") {
    const [sw1, , response] = splitParameters(parts.body);
    const iccid = sw1?.text === "144" ? normaliseIccid(response?.text ?? "") : undefined;
    return iccid === undefined ? undefined : { kind: "iccid", command: "+CRSM", iccid };
  }
  const text = ICCID_LINES.exec(line)?.[1] ?? (/^[0-9A-Fa-f]{18,22}$/.test(line) ? line : undefined);
  const iccid = text === undefined ? undefined : normaliseIccid(text);
  return iccid === undefined ? undefined : { kind: "iccid", command: parts?.name ?? "", iccid };
}
