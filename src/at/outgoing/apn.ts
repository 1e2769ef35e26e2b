import { ACCESS_POINT_NAME } from "../../base/access-point-name.ts";
import { type Checked, refused } from "./checked.ts";

declare const apnBrand: unique symbol;

/** An access point name: labels of letters, digits and hyphens, joined by dots. */
export type Apn = string & { readonly [apnBrand]: true };

/** The empty name is not accepted here: leave the parameter out. */
export function apn(text: string): Checked<Apn> {
  return isApn(text)
    ? { ok: true, value: text }
    : refused(
        "an access point name is made of letters, digits, hyphens and underscores, in labels joined by dots, 99 characters at most",
      );
}

const isApn = (text: string): text is Apn => ACCESS_POINT_NAME.test(text);
