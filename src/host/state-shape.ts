import { lstat, readdir, readlink, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StoreRefusal } from "../ports/store-place.ts";
import { DATABASE_FILE } from "./level-copy.ts";
import { schemaFile } from "./level-schema.ts";

type Misplaced = Extract<StoreRefusal, { readonly kind: "misplaced" }>;

/** Files that LevelDB keeps beside its data. */
const OTHER_FILE = /^(LOCK|LOG|LOG\.old)$/;

/**
 * The first thing of the store that is not what it has to be; undefined when all are, or are not there. LevelDB itself
 * would answer for each with another sentence of the system's. Directories may be links to others, files may not.
 */
export async function misplacedIn(directory: string): Promise<Misplaced | undefined> {
  for (const path of [...above(directory), directory]) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && !found.isDirectory()) return { ...misplaced(path, "a directory"), found: kindOf(found) };
    const target = found === undefined ? await readlink(path).catch(() => undefined) : undefined;
    if (target !== undefined)
      return {
        ...misplaced(path, "a directory"),
        found: `a link to ${target}, which is not there (is its file system mounted?),`,
      };
  }
  const inside = await readdir(directory).catch((): string[] => []);
  const files = inside.filter((name) => DATABASE_FILE.test(name) || OTHER_FILE.test(name));
  const beside = [schemaFile(directory), `${schemaFile(directory)}.new`];
  for (const path of [...beside, ...files.map((name) => join(directory, name))]) {
    const found = await lstat(path).catch(() => undefined);
    if (found !== undefined && !found.isFile()) return { ...misplaced(path, "a file"), found: kindOf(found) };
  }
  return undefined;
}

/** From the root down, without the path itself. */
function above(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...above(parent), parent];
}

const misplaced = (path: string, wanted: string) => ({ kind: "misplaced", path, wanted }) as const;

export const kindOf = (found: { isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }): string =>
  found.isDirectory()
    ? "a directory"
    : found.isFile()
      ? "a file"
      : found.isSymbolicLink()
        ? "a link"
        : "a device or pipe";
