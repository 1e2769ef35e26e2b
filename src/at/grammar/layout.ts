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
  const texts = textsIn(fields, layout);
  const found: Partial<Record<N | T, number | string>> = {};
  // No filter and no iterator: such a layout is read for every line that tells of the signal.
  for (let at = 0; at < layout.length && at < parameters.length; at += 1) {
    const name = layout[at];
    const value = texts[at] === true ? said(parameters[at]) : measured(parameters[at]);
    if (name !== undefined && value !== undefined) found[name] = value;
  }
  return found as Read<N, T>;
}

const KNOWN = new WeakMap<readonly string[], readonly boolean[]>();

/** Which of a layout's names are texts. */
function textsIn<N extends string, T extends string>(
  { texts }: Fields<N, T>,
  layout: readonly (N | T)[],
): readonly boolean[] {
  let known = KNOWN.get(layout);
  if (known === undefined)
    KNOWN.set(layout, (known = layout.map((name) => (texts as readonly string[]).includes(name))));
  return known;
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
