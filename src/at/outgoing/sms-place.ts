import { type Checked, refused } from "./checked.ts";

declare const smsPlaceBrand: unique symbol;

/** A place in the modem's message storage (3GPP TS 27.005 3.1 `<index>`), as +CMGL or +CMTI told it. */
export type SmsPlace = number & { readonly [smsPlaceBrand]: true };

/** A wrong number is never rounded to a right one: another message would be deleted. */
export function smsPlace(value: number): Checked<SmsPlace> {
  return isPlace(value)
    ? { ok: true, value }
    : refused("a place in the message storage is a whole number from 0 to 65535");
}

const isPlace = (value: number): value is SmsPlace => Number.isInteger(value) && value >= 0 && value <= 65_535;
