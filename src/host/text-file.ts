import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { TextDecoder } from "node:util";
import { Fault, textOf } from "../base/fault.ts";

const PIECE = 65_536;

/**
 * The text of a file, piece by piece, in UTF-8. Throws `csv-invalid` when it cannot be read, is no plain file (it is
 * read more than once) or is in another encoding.
 */
export function* piecesOf(path: string): Generator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const buffer = new Uint8Array(PIECE);
  const file = opened(path);
  let at = 0;
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, PIECE, null);
      const text = decoded(decoder, buffer.subarray(0, length), length > 0, `${path}, near byte ${at}`);
      at += length;
      if (text !== "") yield text;
      if (length === 0) return;
    }
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    const file = openSync(path, "r");
    if (fstatSync(file).isFile()) return file;
    closeSync(file);
  } catch (cause) {
    throw new Fault("csv-invalid", `${path} cannot be read: ${textOf(cause)}`, { cause });
  }
  throw new Fault("csv-invalid", `${path} is no plain file; it is read twice, so a pipe will not do`);
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, stream: boolean, where: string): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch (cause) {
    throw new Fault("csv-invalid", `${where}: found what is no UTF-8; expected a file saved as UTF-8, not as GB18030`, {
      cause,
    });
  }
}
