import * as v from "valibot";
import type { Kind } from "../kind.ts";

/** What a text says as a number; the text itself when it says none, so that the fault can show it. */
export function numberFromText(text: string): number | string {
  return /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text.trim()) ? Number(text) : text;
}

export interface IntegerShape {
  readonly min: number;
  readonly max: number;
  readonly name?: string;
  /** Follows the bounds in the sentence of what is allowed: `, in bytes per packet`. */
  readonly unit?: string;
  /** Instead of the sentence made from the bounds: an item of a list speaks for the whole list. */
  readonly allowed?: string;
}

export function integer(shape: IntegerShape): Kind<number> {
  const allowed = shape.allowed ?? `a whole number from ${shape.min} to ${shape.max}${shape.unit ?? ""}`;
  const schema = v.pipe(
    v.number(allowed),
    v.integer(allowed),
    v.minValue(shape.min, allowed),
    v.maxValue(shape.max, allowed),
  );
  return {
    name: shape.name ?? "integer",
    allowed,
    example: shape.min,
    scalar: true,
    schema: () => schema,
    fromText: numberFromText,
    toFile: (value) => value,
  };
}

const PERCENT: IntegerShape = { min: 1, max: 100, name: "percent", unit: " (percent)" };

export const percent = (): Kind<number> => integer(PERCENT);

/** Ascending and distinct: each threshold of a plan is crossed once, in this order. */
export function percentList(): Kind<readonly number[]> {
  const allowed =
    "a list of 1 to 20 whole percents from 1 to 100, each above the one before, such as [50, 80, 95, 100]";
  const schema = v.pipe(
    v.array(integer({ ...PERCENT, allowed }).schema({ unitBase: 1024 }), allowed),
    v.minLength(1, allowed),
    v.maxLength(20, allowed),
    v.check((list) => list.every((value, i) => i === 0 || value > (list[i - 1] ?? value)), allowed),
  );
  return {
    name: "percent list",
    allowed,
    example: [50, 80, 95, 100],
    scalar: false,
    schema: () => schema,
    fromText: (text) => {
      const inner = /^\s*\[?([^[\]]*)\]?\s*$/.exec(text)?.[1];
      return inner === undefined ? text : inner.split(",").map((part) => numberFromText(part.trim()));
    },
    toFile: (value) => value,
  };
}
