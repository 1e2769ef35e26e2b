import { constants, readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault, type FaultCode } from "../base/fault.ts";
import { type OpenedFile, readBounded, whyUnreadable } from "./bounded-file.ts";

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

/** The same of a regular file: a FIFO in its place would hold a running agent up for ever. */
export const readFileText = (name: string, code: FaultCode, most = LARGEST): string =>
  textIn(name, code, most, constants.O_NONBLOCK, ({ isFile }) => {
    if (!isFile) throw new Fault(code, NOT_REGULAR);
  });

const NOT_REGULAR = "not a regular file";

/** The text of one file of at most so many bytes. Throws the fault of that code when there is none to be had. */
export const readText = (name: string, code: FaultCode, most = LARGEST): string => textIn(name, code, most);

function textIn(
  name: string,
  code: FaultCode,
  most: number,
  flags = 0,
  inspect?: (opened: OpenedFile) => void,
): string {
  try {
    const bytes = readBounded(name, most, flags, inspect);
    if (bytes !== undefined) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    const why = thrown instanceof Fault ? NOT_REGULAR : whyUnreadable(thrown);
    throw new Fault(code, `${name}: ${why}`, { cause: thrown });
  }
  throw new Fault(code, `${name}: found more than ${most} bytes`);
}
