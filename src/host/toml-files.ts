import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault, type FaultCode } from "../base/fault.ts";
import { readBounded, readRegular, whyUnreadable } from "./bounded-file.ts";

/** One file of a directory of field knowledge (modem families, carriers), not yet understood. */
export interface TomlFile {
  readonly name: string;
  readonly text: string;
}

const LARGEST = 65_536;
const MOST = 200;

/**
 * The TOML files of a directory, by name. A directory that does not exist has none.
 * Throws the fault of that code for what is there and cannot be read.
 */
export function readTomlFiles(directory: string, code: FaultCode): readonly TomlFile[] {
  const names = listOf(directory, code).filter((name) => name.endsWith(".toml"));
  if (names.length > MOST) throw new Fault(code, `${directory}: found ${names.length} files; expected at most ${MOST}`);
  return names
    .toSorted()
    .map((name) => ({ name: join(directory, name), text: readFileText(join(directory, name), code) }));
}

function listOf(directory: string, code: FaultCode): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (thrown) {
    if (whyUnreadable(thrown) === "no such file") return [];
    throw new Fault(code, `${directory}: ${whyUnreadable(thrown)}`, { cause: thrown });
  }
}

/** The text of one regular file of at most so many bytes. Throws the fault of that code when there is none to be had. */
export function readFileText(name: string, code: FaultCode, most = LARGEST): string {
  const read = orFault(name, code, () => readRegular(name, most));
  if (read.kind === "not-regular") throw new Fault(code, `${name}: not a regular file`);
  return textOf(name, code, read.kind === "bytes" ? read.bytes : undefined, most);
}

/** The same of whatever has bytes, a pipe too. */
export const readText = (name: string, code: FaultCode, most = LARGEST): string =>
  textOf(
    name,
    code,
    orFault(name, code, () => readBounded(name, most)),
    most,
  );

function textOf(name: string, code: FaultCode, bytes: Uint8Array | undefined, most: number): string {
  if (bytes === undefined) throw new Fault(code, `${name}: found more than ${most} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault(
      code,
      `${name}:${lineNotUtf8(bytes)}: found what is no UTF-8, perhaps GB18030 (GBK); expected a file saved as UTF-8: choose it when saving, or iconv -f GB18030 -t UTF-8 FILE > NEW 请以 UTF-8 编码保存`,
      { cause },
    );
  }
}

/** From 1. No byte of a character of UTF-8 but a line end itself is 0x0A. */
function lineNotUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let [line, from] = [1, 0]; ; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    try {
      decoder.decode(bytes.subarray(from, end === -1 ? undefined : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    from = end + 1;
  }
}

function orFault<T>(name: string, code: FaultCode, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw new Fault(code, `${name}: ${whyUnreadable(thrown)}`, { cause: thrown });
  }
}
