import { maxBytes } from "../base/bytes.ts";

/** IP-layer bytes per direction, as seen from the device. */
export interface Amount {
  readonly up: bigint;
  readonly down: bigint;
}

export const NOTHING: Amount = { up: 0n, down: 0n };

export const plus = (a: Amount, b: Amount): Amount => ({ up: a.up + b.up, down: a.down + b.down });
export const minus = (a: Amount, b: Amount): Amount => ({ up: a.up - b.up, down: a.down - b.down });
/** What of `a` is beyond `b`, per direction; never below zero. */
export const beyond = (a: Amount, b: Amount): Amount => ({
  up: maxBytes(a.up - b.up, 0n),
  down: maxBytes(a.down - b.down, 0n),
});
export const both = (a: Amount): bigint => a.up + a.down;
export const isNothing = (a: Amount): boolean => a.up === 0n && a.down === 0n;
export const isSame = (a: Amount, b: Amount): boolean => a.up === b.up && a.down === b.down;
/** Whether `b` can be taken out of `a`. */
export const covers = (a: Amount, b: Amount): boolean => a.up >= b.up && a.down >= b.down;
