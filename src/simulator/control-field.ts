import * as v from "valibot";

/** One field of a control command: how it is checked, and what is allowed, in words. */
export interface Field<T> {
  readonly schema: v.GenericSchema<unknown, T>;
  readonly allowed: string;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Given<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export function whole(least: number, most: number): Field<number> {
  const allowed = `a whole number from ${least} to ${most}`;
  const schema = v.pipe(
    v.unknown(),
    v.number(allowed),
    v.integer(allowed),
    v.minValue(least, allowed),
    v.maxValue(most, allowed),
  );
  return { schema, allowed };
}

export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  const allowed = values.map((value) => `"${value}"`).join(", ");
  return { schema: v.pipe(v.unknown(), v.picklist(values, allowed)), allowed };
}

export function matching(shape: RegExp, allowed: string): Field<string> {
  return { schema: v.pipe(v.unknown(), v.string(allowed), v.regex(shape, allowed)), allowed };
}

export const flag: Field<boolean> = { schema: v.pipe(v.unknown(), v.boolean("true, false")), allowed: "true, false" };

export const orNull = <T>({ schema, allowed }: Field<T>): Field<T | null> => ({
  schema: v.union([schema, v.null()], `${allowed}, or null`),
  allowed: `${allowed}, or null`,
});

export const optional = <T>({ schema, allowed }: Field<T>): Field<T | undefined> => ({
  schema: v.union([schema, v.undefined()], allowed),
  allowed: `${allowed} (optional)`,
});

/** Every fault of the object at once: the field, what was found, what is allowed. */
export function checkFields<F extends Fields>(
  fields: F,
  given: Readonly<Record<string, unknown>>,
): { readonly ok: true; readonly given: Given<F> } | { readonly ok: false; readonly error: string } {
  const errors: string[] = [];
  const checked: Record<string, unknown> = {};
  for (const [name, { schema, allowed }] of Object.entries(fields)) {
    const found = Object.hasOwn(given, name) ? given[name] : undefined;
    const result = v.safeParse(schema, found);
    if (result.success) checked[name] = result.output;
    else errors.push(`${name}: found ${shown(found)}, allowed: ${allowed}`);
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(fields, name)) continue;
    const known = Object.keys(fields);
    errors.push(`${shown(name)}: not a field here, allowed: ${known.length === 0 ? "none" : known.join(", ")}`);
  }
  if (errors.length > 0) return { ok: false, error: errors.slice(0, 8).join("; ") };
  // Each field was checked by its own schema just now; the compiler cannot follow a loop over keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ok: true, given: checked as Given<F> };
}

/** What was found, short enough for one line. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
