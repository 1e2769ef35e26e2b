import { readFileSync } from "node:fs";
import { Fault, textOf } from "../base/fault.ts";

/**
 * The text of a file that a spreadsheet or a platform wrote: UTF-16 with its mark, UTF-8, or what Chinese spreadsheets write,
 * GB18030. Throws `csv-invalid` for what is none of them, or has more bytes than that.
 */
export function sheetText(file: string, most: number): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new Fault("csv-invalid", `${file} cannot be read: ${textOf(cause)}`, { cause });
  }
  if (bytes.length > most)
    throw new Fault("csv-invalid", `${file}: found ${bytes.length} bytes; expected at most ${most}`);
  const marked = markedEncoding(bytes);
  for (const encoding of marked === undefined ? ["utf-8", "gb18030"] : [marked]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one; a file that is neither is told below.
    }
  }
  throw new Fault("csv-invalid", `${file}: found neither UTF-8, UTF-16 nor GB18030`);
}

/** By the byte order mark; undefined: it has none of UTF-16. */
export function markedEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}
