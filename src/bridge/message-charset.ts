import { unreachable } from "../base/unreachable.ts";
import { GSM_ALPHABET } from "../base/gsm-alphabet.ts";

/** What a client may choose by `+CSCS` (3GPP TS 27.007 5.5). */
export const MESSAGE_CHARSETS = ["IRA", "GSM", "UCS2"] as const;
export type MessageCharset = (typeof MESSAGE_CHARSETS)[number];

/** As 27.007 has it. */
export const FIRST_CHARSET: MessageCharset = "IRA";

const GSM = Array.from(GSM_ALPHABET);
const NUMBER = /^\+?\d{3,20}$/;
/** `145`: international, whether a `+` is written or not (3GPP TS 24.008 10.5.4.7). */
const TYPES: readonly (number | undefined)[] = [undefined, 129, 145, 161];

/** What was typed behind the prompt, a character a byte; undefined where something is not in the character set. */
export function typedText(typed: string, charset: MessageCharset): string | undefined {
  switch (charset) {
    case "IRA":
      return /^[\r\n\u0020-\u007e]*$/.test(typed) ? typed : undefined;
    case "GSM": {
      const found = Array.from(typed, (byte) => GSM[byte.charCodeAt(0)]);
      return found.includes(undefined) ? undefined : found.join("");
    }
    case "UCS2": {
      const digits = typed.replace(/[\r\n]/g, "");
      if (!/^([0-9A-Fa-f]{4})*$/.test(digits)) return undefined;
      return digits.replace(/.{4}/g, (four) => String.fromCharCode(Number.parseInt(four, 16)));
    }
    default:
      return unreachable(charset);
  }
}

/** A number as it is dialled; many clients write plain digits whatever they have chosen. Undefined when it is none. */
export function typedNumber(written: string, type: number | undefined, charset: MessageCharset): string | undefined {
  if (!TYPES.includes(type)) return undefined;
  const coded = charset === "UCS2" && /^(002B)?(003\d){3,20}$/i.test(written);
  const number = coded ? (typedText(written, "UCS2") ?? "") : written;
  if (!NUMBER.test(number)) return undefined;
  return type === 145 && !number.startsWith("+") ? `+${number}` : number;
}
