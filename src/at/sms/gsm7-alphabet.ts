import { defaultTable, ESCAPE, extensionTable, type NationalLanguage, NOTHING } from "./gsm7-tables.ts";

/** Which tables a user data header chose (3GPP TS 23.040 9.2.3.24.15 and .16); the default ones where it chose none. */
export interface Gsm7Shift {
  readonly locking?: NationalLanguage;
  readonly single?: NationalLanguage;
}

/**
 * Text of septets. An escape before a septet that the extension table does not have shows the default table's character, and
 * one before another escape a space (3GPP TS 23.038 6.2.1.1); an escape at the very end is nothing.
 */
export function gsm7Text(septets: readonly number[], shift: Gsm7Shift = {}): string {
  const main = defaultTable(shift.locking);
  const extension = extensionTable(shift.single);
  let text = "";
  let escaped = false;
  for (const septet of septets) {
    const code = septet & 0x7f;
    if (escaped) {
      const extended = extension[code] ?? NOTHING;
      text += code === ESCAPE ? " " : extended === NOTHING ? (main[code] ?? "") : extended;
      escaped = false;
    } else if (code === ESCAPE) escaped = true;
    else text += main[code] ?? "";
  }
  return text;
}

const CODES = reverse();

function reverse(): ReadonlyMap<string, readonly number[]> {
  const codes = new Map<string, readonly number[]>();
  for (const [code, character] of extensionTable(undefined).entries())
    if (character !== NOTHING) codes.set(character, [ESCAPE, code]);
  for (const [code, character] of defaultTable(undefined).entries()) if (code !== ESCAPE) codes.set(character, [code]);
  return codes;
}

/** One or two septets of a character in the default alphabet; undefined when it is not in it. */
export const gsm7Code = (character: string): readonly number[] | undefined => CODES.get(character);

/** Septets of a text, or undefined when a character is not in the default alphabet: nothing is ever replaced silently. */
export function gsm7Septets(text: string): readonly number[] | undefined {
  const septets: number[] = [];
  for (const character of text) {
    const code = gsm7Code(character);
    if (code === undefined) return undefined;
    septets.push(...code);
  }
  return septets;
}
