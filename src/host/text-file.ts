import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { TextDecoder } from "node:util";
import { Fault, textOf } from "../base/fault.ts";
import { markedEncoding } from "./sheet-text.ts";

const PIECE = 65_536;

/**
 * The text of a file, piece by piece: UTF-16 with its mark, UTF-8, or what Chinese spreadsheets write, GB18030. Throws
 * `csv-invalid` when it cannot be read, is no plain file (it is read more than once) or is in another encoding.
 */
export function* piecesOf(path: string): Generator<string> {
  yield* decodedPieces(path, encodingOf(path));
}

/** A file has one encoding from end to end: whether it is UTF-8 is known once all of it was looked at. */
function encodingOf(path: string): string {
  let first = true;
  try {
    for (const bytes of bytesOf(path)) {
      const marked = first ? markedEncoding(bytes) : undefined;
      if (marked !== undefined) return marked;
      first = false;
    }
    for (const _ of decodedPieces(path, "utf-8"));
    return "utf-8";
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.cause instanceof TypeError) return "gb18030";
    throw thrown;
  }
}

function* decodedPieces(path: string, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let at = 0;
  for (const bytes of bytesOf(path)) {
    const text = decoded(decoder, bytes, bytes.length > 0, `${path}, near byte ${at}`);
    at += bytes.length;
    if (text !== "") yield text;
  }
}

/** The last piece is empty. */
function* bytesOf(path: string): Generator<Uint8Array> {
  const buffer = new Uint8Array(PIECE);
  const file = opened(path);
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, PIECE, null);
      yield buffer.subarray(0, length);
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
    throw new Fault(
      "csv-invalid",
      `${where}: found what is neither UTF-8, UTF-16 with its mark nor GB18030; expected a text file`,
      {
        cause,
      },
    );
  }
}
