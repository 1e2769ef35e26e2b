import { gsm7Septets } from "../sms/gsm7-alphabet.ts";
import { formatHex } from "../sms/octets.ts";
import { packSeptets } from "../sms/septets.ts";
import { ucs2Octets } from "../sms/ucs2.ts";
import { type Checked, refused } from "./checked.ts";

declare const ussdBrand: unique symbol;

/** How the modem wants the string: as characters (AT+CSCS="GSM" or "IRA"), as packed septets in hexadecimal, or as UCS2 in hexadecimal. */
export type UssdCoding = "plain" | "packed" | "ucs2";

/** What stands between the quotes of AT+CUSD, in its coding already, and the coding octet that goes with it. */
export interface UssdText {
  readonly str: string & { readonly [ussdBrand]: true };
  readonly dcs: number;
}

/** 160 octets hold 182 septets (3GPP TS 23.038 5); a code or an answer to a menu is far shorter. */
const MOST_SEPTETS = 182;
/** As coded: the command line around it has to stay within 256 characters. */
const MOST_CHARACTERS = 236;
const HOW = "a USSD code is 1 to 182 characters of the GSM alphabet (*100#), without control characters";

export function ussdText(text: string, coding: UssdCoding): Checked<UssdText> {
  if (text === "" || /\p{Cc}|\p{Cs}/u.test(text)) return refused(HOW);
  if (coding === "ucs2") return made(formatHex(ucs2Octets(text)), 72);
  const septets = gsm7Septets(text);
  if (septets === undefined || septets.length > MOST_SEPTETS) return refused(HOW);
  if (coding === "plain") return made(text, 15);
  return made(formatHex(packSeptets(padded(septets))), 15);
}

/** A last octet with seven spare bits would read as one more `@`: CR fills it (3GPP TS 23.038 6.1.2.3.1). */
const padded = (septets: readonly number[]): readonly number[] =>
  septets.length % 8 === 7 ? [...septets, 0x0d] : septets;

function made(str: string, dcs: number): Checked<UssdText> {
  if (str.length > MOST_CHARACTERS) return refused(`${HOW}; coded as it has to be, this one is too long for one line`);
  return isQuotable(str)
    ? { ok: true, value: { str, dcs } }
    : refused(`${HOW}, quotes and backslashes, or characters beyond ASCII`);
}

const isQuotable = (text: string): text is UssdText["str"] => /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
