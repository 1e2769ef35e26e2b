import * as v from "valibot";
import { keyed } from "../../base/keyed.ts";
import { digits, type Parameter } from "./parameters.ts";

type NumberSchema = v.ExactOptionalSchema<v.NumberSchema<undefined>, undefined>;
type TextSchema = v.ExactOptionalSchema<v.StringSchema<undefined>, undefined>;

/** Parameters that a modem sends by position: their names, and which of them are numbers. */
export interface Fields<N extends string, T extends string> {
  readonly numbers: readonly N[];
  readonly texts: readonly T[];
}

export type Read<N extends string, T extends string> = Partial<Record<N, number>> & Partial<Record<T, string>>;

/** The schema's entries for these names, each of them absent where the modem says nothing. */
export const optionalEntries = <N extends string, T extends string>(
  fields: Fields<N, T>,
): Record<N, NumberSchema> & Record<T, TextSchema> => ({
  ...keyed(fields.numbers, v.exactOptional(v.number())),
  ...keyed(fields.texts, v.exactOptional(v.string())),
});

/**
 * Puts names to positions. A parameter that is empty, dashes, or no number where one belongs is left out; parameters
 * beyond the layout are a newer firmware's and mean nothing here.
 */
export function readLayout<N extends string, T extends string>(
  fields: Fields<N, T>,
  layout: readonly (N | T)[],
  parameters: readonly Parameter[],
): Read<N, T> {
  const textNames: readonly string[] = fields.texts;
  const isText = (name: N | T): name is T => textNames.includes(name);
  const isNumber = (name: N | T): name is N => !isText(name);
  const numbers: Partial<Record<N, number>> = {};
  const texts: Partial<Record<T, string>> = {};
  // No filter and no iterator: such a layout is read for every line that tells of the signal.
  for (let at = 0; at < layout.length && at < parameters.length; at += 1) {
    const name = layout[at];
    if (name === undefined) continue;
    if (isNumber(name)) {
      const value = measured(parameters[at]);
      if (value !== undefined) numbers[name] = value;
    } else if (isText(name)) {
      const value = said(parameters[at]);
      if (value !== undefined) texts[name] = value;
    }
  }
  return Object.assign(numbers, texts);
}

/** Empty and dashes stand for "no value". */
function said(parameter: Parameter | undefined): string | undefined {
  const text = parameter?.text.trim() ?? "";
  return /^-*$/.test(text) ? undefined : text;
}

const MOST_DIGITS = 9_999_999_999;

/** A number as a modem writes it: signed or not, with a fraction or not, in quotes or not. */
export function measured(parameter: Parameter | undefined): number | undefined {
  const text = parameter?.text.trim() ?? "";
  const plain = text.startsWith("-") ? digits(text.slice(1), MOST_DIGITS) : digits(text, MOST_DIGITS);
  if (plain !== undefined) return text.startsWith("-") ? 0 - plain : plain;
  // Plus zero: `-0` is a zero like any other.
  return /^[+-]?\d{1,12}(?:\.\d{1,9})?$/.test(text) ? Number(text) + 0 : undefined;
}
