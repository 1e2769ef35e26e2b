import { type Checked, refused } from "./checked.ts";

declare const pinBrand: unique symbol;

/** 4 to 8 digits (3GPP TS 31.101 9.5.1). A secret: never logged. */
export type Pin = string & { readonly [pinBrand]: true };

export function pin(text: string): Checked<Pin> {
  return isPin(text) ? { ok: true, value: text } : refused("a SIM's PIN is 4 to 8 digits");
}

const isPin = (text: string): text is Pin => /^[0-9]{4,8}$/.test(text);
