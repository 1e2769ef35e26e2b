import { maskNumber } from "./mask-number.ts";
import type { Substitute } from "./masked-text.ts";

/** A service's short code is nobody's number (10086). */
const SHORT_CODE = /^\d{1,6}$/;
/** E.164 has 15 digits at the most. */
const NUMBER = /^\+?\d{1,15}$/;
/** Digits, letters and signs of the Latin page, or a script that UCS2 has a page for; so 27.005 has it in hexadecimal. */
const UCS2 = /^(?:00[0-9A-Fa-f]{2}|(?:0[1-9A-F]|[1-9][0-9A-F]|[EF][0-9A-F])[0-9A-Fa-f]{2})+$/i;

/**
 * What people wrote, or the number or name of one: as characters, as UCS2 or as octets in hexadecimal. As long as it was, and read
 * the same way. Digits are others too, but for a short code.
 */
export function maskWords(text: string, substitute: Substitute): string {
  if (SHORT_CODE.test(text)) return text;
  return disguised(text, substitute, (found) => numberOf(found, substitute));
}

/** As `maskWords`, and no digit stays: of somebody's text even a short number may be a password, and its beginning a word. */
export function maskText(text: string, substitute: Substitute): string {
  return disguised(text, substitute, substitute);
}

function disguised(text: string, substitute: Substitute, number: (text: string) => string): string {
  if (isLatinUcs2(text)) return maskUcs2(text, substitute, number);
  if (NUMBER.test(text)) return number(text);
  if (/^[0-9A-Fa-f]{8,}$/.test(text) && (/\d/.test(text) || text.length >= 12))
    return text.length % 4 === 0 && UCS2.test(text) && scripted(text)
      ? maskUcs2(text, substitute, number)
      : substitute(text, 0, "noise");
  return substitute(foreign(text, substitute));
}

const isLatinUcs2 = (hex: string): boolean => /^(?:00[2-7][0-9A-Fa-f])+$/.test(hex);

/** Blanks or digits of the Latin page between: packed septets and octets do not look so. */
const scripted = (hex: string): boolean =>
  (hex.match(/.{4}/g) ?? []).every((unit) => /^(?:00|0[3-6]|[4-9][0-9A-F]|2[0-9]|30|FF)/i.test(unit)) &&
  (/(?:^|(?:.{4})+?)00[0-7]/.test(hex) || /^(?:[4-9].{3})+$/.test(hex));

function maskUcs2(hex: string, substitute: Substitute, number: (text: string) => string): string {
  const units = hex.match(/.{4}/g) ?? [];
  const text = units.map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join("");
  const masked = NUMBER.test(text) ? number(text) : substitute(text);
  const noise = substitute(hex, 0, "noise");
  const upper = hex === hex.toUpperCase();
  return units
    .map((unit, at) => {
      const code = text.charCodeAt(at);
      // A Chinese character for any that is no ASCII: the block is full from 4E00 to 9FA5.
      const other =
        code < 0x80 ? masked.charCodeAt(at) : 0x4e00 + (Number.parseInt(noise.slice(4 * at, 4 * at + 4), 16) % 0x5000);
      const written = other.toString(16).padStart(unit.length, "0");
      return upper ? written.toUpperCase() : written;
    })
    .join("");
}

const numberOf = (text: string, substitute: Substitute): string =>
  text.replace(/\d+/, (digits) => maskNumber(digits, substitute));

/** Bytes of UTF-8 and of Latin-1 are letters of somebody too; which they become is of no account. */
const foreign = (text: string, substitute: Substitute): string => {
  if (!/[\x80-\xff]/.test(text)) return text;
  const noise = substitute(Buffer.from(text, "latin1").toString("hex"), 0, "noise");
  return text.replace(/[\x80-\xff]/g, (_found, at: number) =>
    String.fromCharCode(97 + (noise.charCodeAt(2 * at) % 26)),
  );
};
