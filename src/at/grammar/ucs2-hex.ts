import { parseHex } from "../sms/octets.ts";
import { ucs2Text } from "../sms/ucs2.ts";

/** First and last code unit of the scripts in use: Latin to Arabic, Indic to Thai, Hangul, CJK, punctuation, symbols, pairs. */
const SCRIPTS: readonly (readonly [first: number, last: number])[] = [
  [0x0020, 0x007e],
  [0x00a0, 0x0233],
  [0x0370, 0x06ff],
  [0x0900, 0x0e7f],
  [0x1e00, 0x1fff],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20bf],
  [0x2100, 0x27bf],
  [0x3000, 0x30ff],
  [0x3400, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xfb00, 0xfdff],
  [0xfe0e, 0xfe0f],
  [0xfe30, 0xffef],
];

const isOfAScript = (unit: number): boolean =>
  unit === 0x09 || unit === 0x0a || unit === 0x0d || SCRIPTS.some(([first, last]) => unit >= first && unit <= last);

/** Longer than this a text may have been cut short by the modem, within a character. */
const LONG = 24;

/** Hexadecimal UCS2 whose every character is of a script in use; undefined for anything else. */
export function scriptedUcs2(text: string): string | undefined {
  const rest = text.length % 4;
  if (text.length < 4 || (rest !== 0 && text.length < LONG)) return undefined;
  const octets = parseHex(text.slice(0, text.length - rest));
  if (octets === undefined) return undefined;
  const decoded = ucs2Text(octets);
  for (let at = 0; at < decoded.length; at += 1) if (!isOfAScript(decoded.charCodeAt(at))) return undefined;
  return /\p{Cs}/u.test(decoded) ? undefined : decoded;
}

/**
 * Half of all numbers of 16 bits are a Chinese or a Korean character: a key or a hash reads as a row of both. A text has letters,
 * digits or punctuation in it, or is of one of the two scripts alone.
 */
const isText = (decoded: string): boolean =>
  /[\t\n\r\x20-\x7e\u00a0-\u0e7f\u3000-\u30ff\uff00-\uffef]/.test(decoded) ||
  /^[\p{Script=Han}\p{Extended_Pictographic}]{3,}$/u.test(decoded);

/**
 * With AT+CSCS="UCS2" a modem prints every string as hexadecimal UCS2, and does not say so. Read only where nothing else
 * can be meant: whole characters, of scripts in use, and not a row of decimal digits that may be a number.
 */
export function unmistakableUcs2(text: string): string | undefined {
  // Four or eight letters and digits (`CAFE`, `DEADBEEF`) may be a word or a code.
  const sure = /^[0-9]+$/.test(text)
    ? text.length >= 12 && /^(?:00[2-7][0-9])+$/.test(text)
    : text.length >= 12 || text.includes("00");
  const decoded = sure ? scriptedUcs2(text) : undefined;
  return decoded !== undefined && isText(decoded) ? decoded : undefined;
}

/** A number printed that way: `002B003800360031`. */
export function unmistakableNumber(text: string): string | undefined {
  return text.length >= 12 && /^(?:00(?:2[0-9A-Ba-b]|3[0-9]))+$/.test(text) ? scriptedUcs2(text) : undefined;
}
