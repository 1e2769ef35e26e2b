import { type Checked, refused } from "./checked.ts";

declare const cidBrand: unique symbol;

/** Number of a PDP context definition (3GPP TS 27.007 10.1.1). */
export type Cid = number & { readonly [cidBrand]: true };

/** What any modem allows; its own range is the answer to AT+CGDCONT=?. */
export function cid(value: number): Checked<Cid> {
  return isCid(value) ? { ok: true, value } : refused("a context's number is a whole number from 0 to 63");
}

const isCid = (value: number): value is Cid => Number.isInteger(value) && value >= 0 && value <= 63;
