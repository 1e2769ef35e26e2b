import { type Checked, refused } from "./checked.ts";

declare const apnBrand: unique symbol;

/** An access point name: labels of letters, digits and hyphens, joined by dots. */
export type Apn = string & { readonly [apnBrand]: true };

const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;

/**
 * 3GPP TS 23.003 9.1: at most 100 octets as coded (each label has a length octet before it), labels of at most 63. An underscore is
 * outside the clause but inside names that carriers use. The empty name is not accepted here: leave the parameter out.
 */
export function apn(text: string): Checked<Apn> {
  return isApn(text)
    ? { ok: true, value: text }
    : refused(
        "an access point name is made of letters, digits, hyphens and underscores, in labels joined by dots, 99 characters at most",
      );
}

const isApn = (text: string): text is Apn =>
  text.length <= 99 && text.split(".").every((label) => label.length <= 63 && LABEL.test(label.replaceAll("_", "a")));
