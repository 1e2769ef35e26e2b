import { type Checked, refused } from "./checked.ts";

declare const operatorCodeBrand: unique symbol;

/** Country and network, 5 or 6 digits: `46000` (3GPP TS 23.003 2.2). */
export type OperatorCode = string & { readonly [operatorCodeBrand]: true };

export function operatorCode(text: string): Checked<OperatorCode> {
  return isOperatorCode(text)
    ? { ok: true, value: text }
    : refused("an operator's code is 5 or 6 digits, and no country begins with 0 or 1 (46000 is China Mobile)");
}

/** ITU-T E.212: a country code begins with 2 to 7, 9 for what is shared between countries; 001 is a test network's. */
const isOperatorCode = (text: string): text is OperatorCode => /^(?:[2-79][0-9]{4,5}|001[0-9]{2,3})$/.test(text);
