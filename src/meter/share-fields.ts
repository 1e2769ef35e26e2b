import type { ClassShare } from "./charge.ts";
import { readAmount, readText, writeAmount } from "./record-fields.ts";
import { type Fields, fieldsOf } from "./sealed-record.ts";

export const writeShare = (share: ClassShare): Fields => ({ name: share.name, ...writeAmount(share) });

export function readShare(value: unknown): ClassShare | undefined {
  const [name, amount] = [readText(fieldsOf(value)?.["name"]), readAmount(value)];
  return name === undefined || amount === undefined ? undefined : { name, ...amount };
}

/** Undefined when one of them cannot be read. */
export function readAll<T>(value: unknown, read: (one: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const whole = value.map(read).filter((one) => one !== undefined);
  return whole.length === value.length ? whole : undefined;
}
