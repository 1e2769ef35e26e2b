import { sheetNumber } from "./sheet-number.ts";

/**
 * An ICCID as bills and exports write it, brought to what can be compared: without blanks, an apostrophe or `="..."` of a
 * spreadsheet, and the filler F. All its digits stay: of 20 the last is a check digit with some issuers (ITU-T E.118 4.1)
 * and counts the cards with others. Undefined: it cannot be one. A masked number (`898604*********1234`) stays masked, at its
 * whole length.
 */
export function cardNumber(text: string): string | undefined {
  const plain = sheetNumber(text).toUpperCase();
  if (/^[0-9A-F]{4,}\*+[0-9A-F]{2,}$/.test(plain)) return plain.length >= 11 && plain.length <= 20 ? plain : undefined;
  if (!/^\d[0-9A-F]{10,19}$/.test(plain)) return undefined;
  return plain.length === 20 ? plain.replace(/F$/, "") : plain;
}

/**
 * How a number can be compared: its length, and what of it is shown. `19:#`, `20:6-16` (what lies between is masked).
 * Numbers of one form fit those of another where all digits that both show are the same.
 */
export interface NumberForm {
  readonly name: string;
  readonly length: number;
  /** Masked from the one place up to the other; both 0: nothing is. */
  readonly hiddenFrom: number;
  readonly hiddenTo: number;
}

export function formOf(card: string): NumberForm {
  const hiddenFrom = Math.max(0, card.indexOf("*"));
  const hiddenTo = card.lastIndexOf("*") + 1;
  return { name: `${card.length}:${hiddenFrom}-${hiddenTo}`, length: card.length, hiddenFrom, hiddenTo };
}

/** Interfaces often leave the twentieth digit out; all other lengths are other numbers. */
export const comparable = (one: NumberForm, other: NumberForm): boolean =>
  one.length === other.length ||
  (Math.min(one.length, other.length) === 19 && Math.max(one.length, other.length) === 20);

/** What is left of a number of the first form when only what the second shows as well is looked at. */
export function shownIn(card: string, own: NumberForm, other: NumberForm): string {
  const shown = (form: NumberForm, at: number): boolean =>
    at < form.length && (at < form.hiddenFrom || at >= form.hiddenTo);
  let left = "";
  for (let at = 0; at < card.length; at += 1) if (shown(own, at) && shown(other, at)) left += card.charAt(at);
  return left;
}
