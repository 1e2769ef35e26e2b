/** 89, country, issuer, account: 19 digits, or 20 with the check digit. China Mobile's account part holds letters A-F. */
const NUMBER = /^89[0-9][0-9A-F]{14,17}$/;

/**
 * ITU-T E.118: 89, country 1-3 digits, issuer, up to 20 digits; many interfaces drop the check digit (19). `98` at the
 * start is the raw, nibble-swapped form of the card's file, with `F` where a digit is missing.
 */
export function normaliseIccid(text: string): string | undefined {
  const upper = text.trim().toUpperCase();
  const direct = upper.replace(/F{1,4}$/, "");
  if (NUMBER.test(direct)) return direct;
  if (!/^98[0-9A-F]{16,18}$/.test(upper) || upper.length % 2 !== 0) return undefined;
  const swapped = upper.replace(/(.)(.)/g, "$2$1").replace(/F{1,4}$/, "");
  return NUMBER.test(swapped) ? swapped : undefined;
}
