import * as v from "valibot";
import type { Kind } from "../kind.ts";

const written = (options: readonly (string | number)[]): string => options.map((o) => JSON.stringify(o)).join(", ");

/** One of a few texts, or one of a few numbers. */
export function oneOf<const T extends string | number>(...options: readonly [T, ...T[]]): Kind<T> {
  const allowed = options.length === 1 ? `only ${written(options)}` : `one of ${written(options)}`;
  const schema = v.picklist(options, allowed);
  return {
    name: "one of",
    allowed,
    example: options[0],
    scalar: true,
    schema: () => schema,
    fromText: (text) => options.find((option) => String(option) === text) ?? text,
    toFile: (value) => value,
  };
}

export function boolean(): Kind<boolean> {
  const allowed = "true or false";
  const schema = v.boolean(allowed);
  return {
    name: "boolean",
    allowed,
    example: true,
    scalar: true,
    schema: () => schema,
    fromText: (text) => (text === "true" ? true : text === "false" ? false : text),
    toFile: (value) => value,
  };
}
