import { type Checked, refused } from "./checked.ts";

declare const phoneNumberBrand: unique symbol;

/** A number that an SMS may be sent to: `+8613800138000`, `10086`. Digits with at most one leading `+`. */
export type PhoneNumber = string & { readonly [phoneNumberBrand]: true };

/** 3GPP TS 23.040 9.1.2.5 holds 20 digits; the shortest service number has 3. Blanks and hyphens of a human's writing are taken out. */
export function phoneNumber(text: string): Checked<PhoneNumber> {
  const compact = text.replace(/[ -]/g, "");
  return isPhoneNumber(compact)
    ? { ok: true, value: compact }
    : refused("a phone number is 3 to 20 digits, with a + before them for an international one");
}

const isPhoneNumber = (text: string): text is PhoneNumber => /^\+?[0-9]{3,20}$/.test(text);
