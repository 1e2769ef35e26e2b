/**
 * Hexadecimal UCS2 as a modem under `AT+CSCS="UCS2"` writes its strings, decoded; undefined when the text is not
 * certainly that: fewer than `least` characters, or one that no name or number holds.
 */
export function ucs2Text(text: string, least: number): string | undefined {
  if (text.length < least * 4 || text.length % 4 !== 0 || !/^[0-9A-Fa-f]+$/.test(text)) return undefined;
  const units = (text.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
  return units.every(isLetter) ? String.fromCharCode(...units) : undefined;
}

/** Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari to Thai, kana, CJK, Hangul. */
const isLetter = (unit: number): boolean =>
  (unit >= 0x20 && unit <= 0x7e) ||
  (unit >= 0xa0 && unit <= 0x0e7f) ||
  (unit >= 0x2010 && unit <= 0x2122) ||
  (unit >= 0x3000 && unit <= 0x30ff) ||
  (unit >= 0x4e00 && unit <= 0x9fff) ||
  (unit >= 0xac00 && unit <= 0xd7a3);
