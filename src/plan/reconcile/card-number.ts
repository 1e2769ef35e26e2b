/**
 * An ICCID as bills and exports write it, brought to what can be compared: without blanks, an apostrophe or `="..."` of a
 * spreadsheet, the filler F and the check digit, which interfaces often leave out (ITU-T E.118 4.1: 19 digits and one).
 * Undefined: it cannot be one. A masked number (`898604*********1234`) stays masked, at its whole length.
 */
export function cardNumber(text: string): string | undefined {
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/^="?(.*?)"?$/, "$1")
    .replace(/^'/, "")
    .replace(/[ -]/g, "")
    .toUpperCase();
  if (/^[0-9A-F]{6}\*+[0-9A-F]{4}$/.test(plain)) return plain;
  if (!/^\d[0-9A-F]{10,19}$/.test(plain)) return undefined;
  const unfilled = plain.length === 20 ? plain.replace(/F$/, "") : plain;
  return unfilled.length === 20 ? unfilled.slice(0, 19) : unfilled;
}

/**
 * Under which mark a whole number is found by a masked one: the issuer and the end. Of 20 digits the last is the check
 * digit that the whole number has lost, so that three of the four shown are left.
 */
export const markOf = (card: string, shown: 3 | 4): string => `${card.slice(0, 6)}:${card.slice(-shown)}`;

export const markOfMasked = (masked: string): string =>
  masked.length === 20 ? `${masked.slice(0, 6)}:${masked.slice(-4, -1)}` : markOf(masked, 4);

export const isMasked = (card: string): boolean => card.includes("*");
