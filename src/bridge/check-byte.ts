/** `*hh` at a line's end: the exclusive or of all characters before it, as NMEA 0183 guards its sentences. */
const CHECKED = /^(.*)\*([0-9A-Fa-f]{2})$/s;

export function checkByte(text: string): number {
  let byte = 0;
  for (let at = 0; at < text.length; at += 1) byte ^= text.charCodeAt(at) & 0xff;
  return byte;
}

export const withCheck = (line: string): string =>
  `${line}*${checkByte(line).toString(16).toUpperCase().padStart(2, "0")}`;

export type Guarded =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "checked"; readonly text: string }
  | { readonly kind: "damaged" };

/** A line without its check byte, where it has one. */
export function readGuarded(line: string): Guarded {
  const match = CHECKED.exec(line);
  if (match === null) return { kind: "plain", text: line };
  const [, text = "", digits = ""] = match;
  return checkByte(text) === Number.parseInt(digits, 16) ? { kind: "checked", text } : { kind: "damaged" };
}
