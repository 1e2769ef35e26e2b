import type { ClassShare } from "./charge.ts";
import { readAmount, readText, writeAmount } from "./record-fields.ts";
import { type Fields, fieldsOf } from "./sealed-record.ts";

export const writeShare = ({ name, destination, ...amount }: ClassShare): Fields => ({
  name,
  ...(destination === undefined ? {} : { destination }),
  ...writeAmount(amount),
});

export function readShare(value: unknown): ClassShare | undefined {
  const fields = fieldsOf(value);
  const [name, destination, amount] = [
    readText(fields?.["name"]),
    readText(fields?.["destination"]),
    readAmount(value),
  ];
  if (name === undefined || amount === undefined) return undefined;
  return { name, ...(destination === undefined ? {} : { destination }), ...amount };
}

/** Undefined when one of them cannot be read. */
export function readAll<T>(value: unknown, read: (one: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const whole = value.map(read).filter((one) => one !== undefined);
  return whole.length === value.length ? whole : undefined;
}
