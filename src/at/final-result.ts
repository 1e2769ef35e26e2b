import { errorNamed } from "./error-named.ts";

/** What ended a command. `code` is the number of +CME/+CMS: the modem's own, or that of the standard's text it gave. */
export type FinalResult =
  | { readonly kind: "ok" }
  | {
      readonly kind: "error";
      readonly scheme: "plain" | "cme" | "cms" | "ext" | "dialect" | "call";
      readonly code?: number;
      readonly text: string;
    };

/** V.250 6 and dialects (Huawei: COMMAND NOT SUPPORT, TOO MANY PARAMETERS; Samsung: NA). Compared whole: an operator may be called TOOKIO. */
const FIXED: ReadonlyMap<string, FinalResult> = new Map<string, FinalResult>([
  ["OK", { kind: "ok" }],
  ["ERROR", { kind: "error", scheme: "plain", text: "ERROR" }],
  ["NO CARRIER", { kind: "error", scheme: "call", text: "NO CARRIER" }],
  ["NO DIALTONE", { kind: "error", scheme: "call", text: "NO DIALTONE" }],
  ["NO DIAL TONE", { kind: "error", scheme: "call", text: "NO DIAL TONE" }],
  ["NO ANSWER", { kind: "error", scheme: "call", text: "NO ANSWER" }],
  ["BUSY", { kind: "error", scheme: "call", text: "BUSY" }],
  ["COMMAND NOT SUPPORT", { kind: "error", scheme: "dialect", text: "COMMAND NOT SUPPORT" }],
  ["TOO MANY PARAMETERS", { kind: "error", scheme: "dialect", text: "TOO MANY PARAMETERS" }],
  // V.250 5.6.1: a command that was abandoned; u-blox says so.
  ["ABORTED", { kind: "error", scheme: "dialect", text: "ABORTED" }],
  ["NA", { kind: "error", scheme: "dialect", text: "NA" }],
]);

/** Some leave out the code, with the colon or without. */
const CODED = /^\+(CME|CMS|EXT) ERROR(?:\s*$|:\s*(.*)$)/;
/** Makers go below zero (Samsung: -1) and far beyond the standard; some write the sign of a positive one. */
const NUMBER = /^[+-]?\d{1,10}$/;
/** Motorola. */
const MODEM_ERROR = /^MODEM ERROR: ?(\d{1,5})$/;
/** Of what is longer than any fixed result, only lines that begin so are looked at closer: every line comes by here. */
const LONGEST_FIXED = Math.max(...[...FIXED.keys()].map((text) => text.length));

/** The final result that this whole line is; undefined when it is anything else. */
export function parseFinalResult(line: string): FinalResult | undefined {
  const fixed = line.length > LONGEST_FIXED ? undefined : FIXED.get(line);
  if (fixed !== undefined) return fixed;
  if (!line.startsWith("+CM") && !line.startsWith("+EXT") && !line.startsWith("MODEM")) return undefined;
  const motorola = MODEM_ERROR.exec(line)?.[1];
  if (motorola !== undefined) return { kind: "error", scheme: "dialect", code: Number(motorola), text: line };
  const match = CODED.exec(line);
  if (match === null) return undefined;
  const scheme = match[1] === "CME" ? "cme" : match[1] === "CMS" ? "cms" : "ext";
  const text = match[2] ?? "";
  const code = NUMBER.test(text) ? Number(text) : scheme === "ext" ? undefined : errorNamed(scheme, text);
  return { kind: "error", scheme, ...(code === undefined ? {} : { code }), text };
}

/** V.250 table 1: what ATV0 makes of the words. 1 (CONNECT) and 2 (RING) end nothing that was asked here. */
const NUMERIC: ReadonlyMap<string, string> = new Map([
  ["0", "OK"],
  ["3", "NO CARRIER"],
  ["4", "ERROR"],
  ["6", "NO DIALTONE"],
  ["7", "BUSY"],
  ["8", "NO ANSWER"],
]);

/** Only where ATV0 is known to be in force: a digit alone is otherwise an answer. */
export function parseNumericResult(line: string): FinalResult | undefined {
  const word = NUMERIC.get(line);
  return word === undefined ? undefined : FIXED.get(word);
}

const LEADING = /^(OK|ERROR|\+CM[ES] ERROR: ?\d{1,5})(?=[+^*#%$!][A-Z])/;
const TRAILING = /^([+^*#%$!][A-Z][A-Z0-9]*:.*["\d)])(OK|ERROR)$/;

/**
 * Some modems lose the line end between a final result and an unsolicited line (`OK+CEREG: 2`, `+CEREG: 2OK`).
 * Split only where the rest has the shape of an information line that ended in a number, a quoted text or a list.
 */
export function unglue(line: string): readonly string[] {
  const leading = LEADING.exec(line)?.[1];
  if (leading !== undefined) return [leading, line.slice(leading.length)];
  const trailing = TRAILING.exec(line);
  return trailing?.[1] !== undefined && trailing[2] !== undefined ? [trailing[1], trailing[2]] : [line];
}
