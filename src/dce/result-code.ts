import type { DceSettings } from "./dce-settings.ts";

/** V.250 table 1: the result codes and what they are called with V0. */
const RESULT_CODES = {
  OK: 0,
  CONNECT: 1,
  RING: 2,
  "NO CARRIER": 3,
  ERROR: 4,
  "NO DIALTONE": 6,
  BUSY: 7,
  "NO ANSWER": 8,
} as const;

export type ResultWord = keyof typeof RESULT_CODES;

type Framing = Pick<DceSettings, "verbose" | "terminator" | "formatter">;

/** One character per byte: what the other side sent above 0x7f goes back as it came. */
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");

function lineEnd(framing: Framing): string {
  return String.fromCharCode(framing.terminator, framing.formatter);
}

/** V.250 5.7.1 and 6.2.6: `<CR><LF>OK<CR><LF>` with V1, `0<CR>` with V0. */
export function resultText(word: ResultWord, framing: Framing): string {
  if (!framing.verbose) return RESULT_CODES[word] + String.fromCharCode(framing.terminator);
  return lineEnd(framing) + word + lineEnd(framing);
}

/** CONNECT, and perhaps a rate, which V0 does not tell. */
export function connectText(text: string, framing: Framing): string {
  return framing.verbose ? wordyResultText(text, framing) : resultText("CONNECT", framing);
}

/** A result code of the 3GPP's own, which has no number for V0: it keeps its words. */
export function wordyResultText(text: string, framing: Framing): string {
  return lineEnd(framing) + text + lineEnd(framing);
}

/** Information text. Several lines of one command share their line ends, as 27.005's examples show them. */
export function informationText(lines: readonly string[], framing: Framing): string {
  if (lines.length === 0) return "";
  const head = framing.verbose ? lineEnd(framing) : "";
  return head + lines.map((line) => line + lineEnd(framing)).join("");
}
