import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../base/fault.ts";
import { readBounded, whyUnreadable } from "./bounded-file.ts";

/** One family's file, not yet understood. */
export interface ProfileFile {
  readonly name: string;
  readonly text: string;
}

const LARGEST = 65_536;
const MOST = 200;

/**
 * The files of a directory of modem families, by name. A directory that does not exist has none.
 * Throws `modem-profile-invalid` for what is there and cannot be read.
 */
export function readProfileFiles(directory: string): readonly ProfileFile[] {
  const names = listOf(directory).filter((name) => name.endsWith(".toml"));
  if (names.length > MOST)
    throw new Fault("modem-profile-invalid", `${directory}: found ${names.length} files; expected at most ${MOST}`);
  return names.toSorted().map((name) => ({ name: join(directory, name), text: textOfFile(join(directory, name)) }));
}

function listOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (thrown) {
    if (whyUnreadable(thrown) === "no such file") return [];
    throw new Fault("modem-profile-invalid", `${directory}: ${whyUnreadable(thrown)}`, { cause: thrown });
  }
}

function textOfFile(name: string): string {
  try {
    const bytes = readBounded(name, LARGEST);
    if (bytes !== undefined) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    throw new Fault("modem-profile-invalid", `${name}: ${whyUnreadable(thrown)}`, { cause: thrown });
  }
  throw new Fault("modem-profile-invalid", `${name}: found more than ${LARGEST} bytes`);
}
