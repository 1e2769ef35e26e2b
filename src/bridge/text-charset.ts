import { unreachable } from "../base/unreachable.ts";
import type { CharsetWord } from "./wire-codes.ts";

/** The two-byte part of GB 18030 (its GBK), as one string in the order of the bytes; made when a terminal first asks. */
let table: string | undefined;
const FIRST = 0x81;
const LEAST = 0x40;
const ROW = 0xff - LEAST;
const ROWS = 0xff - FIRST;

function gbkTable(): string {
  if (table !== undefined) return table;
  const decoder = new TextDecoder("gb18030");
  let text = "";
  const pair = new Uint8Array(2);
  for (let at = 0; at < ROWS * ROW; at += 1) {
    pair[0] = FIRST + Math.floor(at / ROW);
    pair[1] = LEAST + (at % ROW);
    const char = decoder.decode(pair);
    // What is no pair, or lies beyond the basic plane, holds its place.
    text += char.length === 1 ? char : "\ufffd";
  }
  return (table = text);
}

function gb18030(char: string): string {
  if (char.charCodeAt(0) < 0x80) return char;
  const at = char === "\ufffd" || char.length > 1 ? -1 : gbkTable().indexOf(char);
  return at < 0 ? "?" : String.fromCharCode(FIRST + Math.floor(at / ROW), LEAST + (at % ROW));
}

const utf8 = new TextEncoder();

/** The text in the terminal's own characters, one character of the result per byte; what it does not have is `?`. */
export function inCharset(text: string, charset: CharsetWord): string {
  switch (charset) {
    case "ascii":
      return text.replace(/[^\u0020-\u007e]/gu, "?");
    case "utf-8":
      return Array.from(utf8.encode(text), (byte) => String.fromCharCode(byte)).join("");
    case "gb18030":
      return Array.from(text, gb18030).join("");
    case "ucs2":
      return Array.from(text, (char) =>
        (char.length > 1 ? "?" : char).charCodeAt(0).toString(16).toUpperCase().padStart(4, "0"),
      ).join("");
    default:
      return unreachable(charset);
  }
}
