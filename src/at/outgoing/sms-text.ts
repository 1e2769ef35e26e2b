import { splitText } from "../sms/split-text.ts";
import { type Checked, refused } from "./checked.ts";

declare const smsTextBrand: unique symbol;

/** A text that fits a message of a bounded number of parts. It travels as hexadecimal digits; nothing in it can reach the line. */
export type SmsText = string & { readonly [smsTextBrand]: true };

/** Every part is paid for; no notice or query of ours needs more. */
export const MOST_PARTS = 10;

export function smsText(text: string, mostParts: number = MOST_PARTS): Checked<SmsText> {
  if (!isWhole(text)) return refused("an SMS text is not empty, and has no half of a character");
  const { parts } = splitText(text);
  return parts.length <= Math.min(mostParts, 255)
    ? { ok: true, value: text }
    : refused(`the text needs ${parts.length} messages; ${mostParts} are allowed`);
}

const isWhole = (text: string): text is SmsText => text !== "" && !/\p{Cs}|\0/u.test(text);
