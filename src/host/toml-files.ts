import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault, type FaultCode } from "../base/fault.ts";
import { readBounded, whyUnreadable } from "./bounded-file.ts";

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
  return names.toSorted().map((name) => ({ name: join(directory, name), text: readText(join(directory, name), code) }));
}

function listOf(directory: string, code: FaultCode): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (thrown) {
    if (whyUnreadable(thrown) === "no such file") return [];
    throw new Fault(code, `${directory}: ${whyUnreadable(thrown)}`, { cause: thrown });
  }
}

/** The text of one file of at most so many bytes. Throws the fault of that code when there is none to be had. */
export function readText(name: string, code: FaultCode, most = LARGEST): string {
  try {
    const bytes = readBounded(name, most);
    if (bytes !== undefined) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    throw new Fault(code, `${name}: ${whyUnreadable(thrown)}`, { cause: thrown });
  }
  throw new Fault(code, `${name}: found more than ${most} bytes`);
}
