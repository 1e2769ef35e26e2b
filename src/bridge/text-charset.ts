import { gb18030 } from "../base/gb18030.ts";
import { unreachable } from "../base/unreachable.ts";
import type { CharsetWord } from "./wire-codes.ts";

const utf8 = new TextEncoder();

const characters = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/** The text in the terminal's own characters, one character of the result per byte; what it does not have is `?`. */
export function inCharset(text: string, charset: CharsetWord): string {
  switch (charset) {
    case "ascii":
      return text.replace(/[^\u0020-\u007e]/gu, "?");
    case "utf-8":
      return characters(utf8.encode(text));
    case "gb18030":
      return characters(gb18030(text));
    case "ucs2":
      return Array.from(text, (char) =>
        (char.length > 1 ? "?" : char).charCodeAt(0).toString(16).toUpperCase().padStart(4, "0"),
      ).join("");
    default:
      return unreachable(charset);
  }
}
