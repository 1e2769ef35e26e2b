import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { syncDirectory } from "./durable-directory.ts";

/**
 * The layout of the stored keys and values. Raised with every change that an older program would misread. 2: hours by
 * tags, and books that begin with an anchor. 3: old hours in packs. What 1 and 2 wrote is read as it is.
 */
export const SCHEMA = 3;
export const SCHEMA_KEY = "meta/schema";

/**
 * The number stands in the database and, because opening LevelDB writes (a new log, a new MANIFEST), also in a small
 * file beside it, which is read first: a program that is too old for the data can leave it untouched.
 */
export const schemaFile = (directory: string): string => `${directory}.schema`;

/** Undefined when there is no file, or none that was written whole. */
export async function readSchemaFile(directory: string): Promise<number | undefined> {
  try {
    return parseSchema(await readFile(schemaFile(directory), "utf8"));
  } catch {
    return undefined;
  }
}

export function parseSchema(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}\n?$/.test(text) ? Number(text) : undefined;
}

export async function writeSchemaFile(directory: string): Promise<void> {
  const path = schemaFile(directory);
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(`${SCHEMA}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncDirectory(dirname(path));
}
