import { unreachable } from "../../base/unreachable.ts";
import { gsmCodes, gsmText } from "./gsm-alphabet.ts";
import { hexOf, octetsOf, ucs2Octets, ucs2Text } from "./octets.ts";

/** 3GPP TS 27.007 5.5 `<chset>`: how a DTE and the modem write text to each other. */
export const TE_CHARSETS = ["GSM", "IRA", "HEX", "UCS2"] as const;
export type TeCharset = (typeof TE_CHARSETS)[number];

/** A text as the DTE sees it; what its alphabet lacks is a question mark. One character is one byte on the line. */
export function forDte(text: string, charset: TeCharset): string {
  switch (charset) {
    case "IRA":
      return Array.from(text)
        .map((char) => (char.charCodeAt(0) < 128 && char.length === 1 ? char : "?"))
        .join("");
    case "UCS2":
      return hexOf(ucs2Octets(text));
    case "GSM":
    case "HEX": {
      const codes = Array.from(text).flatMap((char) => gsmCodes(char) ?? [0x3f]);
      return charset === "HEX" ? hexOf(Uint8Array.from(codes)) : String.fromCharCode(...codes);
    }
    default:
      return unreachable(charset);
  }
}

/** What a DTE wrote, as text; undefined when it cannot be written so. */
export function fromDte(raw: string, charset: TeCharset): string | undefined {
  switch (charset) {
    case "IRA":
      return raw;
    case "GSM":
      return gsmText(Array.from(raw).map((char) => char.charCodeAt(0) & 0x7f));
    case "UCS2":
    case "HEX": {
      const octets = octetsOf(raw);
      if (octets === undefined || (charset === "UCS2" && octets.length % 2 !== 0)) return undefined;
      return charset === "UCS2" ? ucs2Text(octets) : gsmText(octets);
    }
    default:
      return unreachable(charset);
  }
}
