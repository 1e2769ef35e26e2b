import { parseHex } from "../sms/octets.ts";
import { splitLine } from "./parameters.ts";

/** A message of the modem that goes on after its first line. */
export interface SmsLines {
  readonly name: string;
  /** What follows the name in the first line. */
  readonly header: string;
  readonly body?: string;
}

/**
 * `header CR LF body`. A PDU may also stand behind the header's last number in the same line, as ModemManager's vectors
 * have it (`+CMGR: 1,,147 0791...`).
 */
export function smsLines(line: string): SmsLines | undefined {
  const end = line.search(/[\r\n]/);
  const parts = splitLine(end < 0 ? line : line.slice(0, end));
  if (parts === undefined) return undefined;
  if (end >= 0) {
    const body = line.slice(end).replace(/^\r?\n?/, "");
    return { name: parts.name, header: parts.body, ...(body === "" ? {} : { body }) };
  }
  const inline = /^([^"]*(?:"[^"]*"[^"]*)*,\s*\d{1,3})\s+([0-9A-Fa-f]{12,})$/.exec(parts.body);
  const [, header, body] = inline ?? [];
  return header === undefined || body === undefined
    ? { name: parts.name, header: parts.body }
    : { name: parts.name, header, body };
}

/**
 * The hexadecimal digits of a PDU on a line of its own. An extra line end before it (Telit), blanks and an echoed Ctrl-Z after
 * it, or a quote, mean nothing; undefined when the text is something else.
 */
export function pduOf(body: string | undefined): string | undefined {
  const text = body?.replaceAll("\u001a", "").trim().replace(/"$/, "");
  return text !== undefined && /^[0-9A-Fa-f]+$/.test(text) ? text : undefined;
}

/** Does the header's length fit this PDU, with the service centre's address or without it? */
export function fitsLength(pdu: string, length: number): boolean {
  const octets = parseHex(pdu);
  return octets !== undefined && (octets.length === length || octets.length === length + 1 + (octets[0] ?? 0));
}

/** The text of a message in text mode: what follows, without the line end that closes it. */
export const textOf = (body: string | undefined): string | undefined => body?.replace(/\r?\n$/, "");
