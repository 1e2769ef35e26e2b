import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { unreachable } from "../base/unreachable.ts";
import type { StoreOp } from "../ports/store.ts";
import type { StoreRefusal } from "../ports/store-place.ts";
import { makeDirectory } from "./durable-directory.ts";
import { holdsDatabase, openCopy, removeStaleCopies } from "./level-copy.ts";
import { type Database, EMPTY_DATABASE, type OpenDatabase } from "./level-database.ts";
import { parseSchema, readSchemaFile, SCHEMA, SCHEMA_KEY, schemaFile, writeSchemaFile } from "./level-schema.ts";
import { misplacedIn } from "./state-shape.ts";
import { levelTrouble, type LevelTrouble, troubleInWords, whoseIs } from "./level-trouble.ts";

/** What the store looks at. `own`: it is the directory's database itself, not something to read in its place. */
export interface View {
  readonly database: Database;
  readonly own: boolean;
}

type Opened = {
  readonly kind: "open";
  readonly view: View;
  /** No database was there. */
  readonly fresh: boolean;
  /** What LevelDB says it could not read of its log. */
  readonly leftOut: string | undefined;
  /** What the store writes before anything else. */
  readonly first: readonly StoreOp[];
  /** The disk was too full to open the database, or nobody may write to it; it is read from a copy. */
  readonly trouble: LevelTrouble | undefined;
  /** There was a database here, and there is none. */
  readonly begunAnew: string | undefined;
};
type Refused = { readonly kind: "damaged"; readonly found: string } | StoreRefusal;

export async function openLevel(directory: string, open: OpenDatabase): Promise<Opened | Refused> {
  const misplaced = await misplacedIn(directory);
  if (misplaced !== undefined) return misplaced;
  const existing = await holdsDatabase(directory);
  const schema = await schemaBeforeOpening(directory, existing);
  if (schema !== undefined && schema > SCHEMA) return newer(directory, schema);
  const unprepared = await prepare(directory, schema);
  if (unprepared !== undefined && !goesOn(unprepared, existing)) return refusalOf(directory, unprepared, false);
  const gone = !existing && schema !== undefined ? goneText(directory) : undefined;
  try {
    const database = await open(directory, !existing);
    await removeStaleCopies(directory);
    const opened = await checkedSchema(directory, database);
    return opened.kind === "open" ? { ...opened, fresh: !existing, begunAnew: gone } : opened;
  } catch (thrown) {
    // A directory that could not be made says less than why it could not.
    const trouble = unprepared ?? levelTrouble(thrown);
    if (!goesOn(trouble, existing)) return refusalOf(directory, trouble, existing);
    const database = existing ? await openCopy(directory) : EMPTY_DATABASE;
    if (database === undefined) return uncopied(directory, trouble);
    const view = { database, own: false };
    const fresh = !existing;
    return { kind: "open", view, fresh, leftOut: undefined, first: firstOps(existing), trouble, begunAnew: gone };
  }
}

/**
 * A device must not lose its agent for the disk's sake: on a full or read-only one it counts in memory. Where this user
 * may not write, it does so only with books that can be read: without any it was never set up, which a person is to see.
 */
const goesOn = ({ kind }: LevelTrouble, existing: boolean): boolean =>
  kind === "full" || kind === "read-only" || (kind === "forbidden" && existing);

async function prepare(directory: string, schema: number | undefined): Promise<LevelTrouble | undefined> {
  try {
    await makeDirectory(directory);
    if (schema === undefined || schema < SCHEMA) await writeSchemaFile(directory);
    return undefined;
  } catch (thrown) {
    return levelTrouble(thrown);
  }
}

/** Begun anew for nobody's sake: what is in the books would be denied. */
function uncopied(path: string, trouble: LevelTrouble): StoreRefusal {
  const { why } = troubleInWords(trouble, path);
  const found = `${why}; and the books in it could not be read from a copy either, in memory or where temporary files go`;
  return trouble.kind === "full" ? { kind: "unusable", path, found } : { kind: "unwritable", path, found };
}

/** A database without its file (restored from elsewhere) is asked in a copy, so that it stays untouched too. */
async function schemaBeforeOpening(directory: string, existing: boolean): Promise<number | undefined> {
  const filed = await readSchemaFile(directory);
  if (filed !== undefined || !existing) return filed;
  const copy = await openCopy(directory);
  try {
    const stored = parseSchema(await copy?.get(SCHEMA_KEY));
    return stored !== undefined && stored > SCHEMA ? stored : undefined;
  } finally {
    await copy?.close();
  }
}

async function checkedSchema(directory: string, database: Database): Promise<Opened | Refused> {
  // A database that cannot even tell this is examined, and set aside, by whoever reads the books.
  const stored = parseSchema(await database.get(SCHEMA_KEY).catch(() => undefined));
  if (stored !== undefined && stored > SCHEMA) {
    await database.close();
    return newer(directory, stored);
  }
  const leftOut = await leftOutOf(directory);
  return {
    kind: "open",
    view: { database, own: true },
    fresh: false,
    leftOut,
    first: firstOps(stored === SCHEMA),
    trouble: undefined,
    begunAnew: undefined,
  };
}

const goneText = (directory: string): string =>
  `${schemaFile(directory)} shows that there were books, but ${directory} holds none`;

/**
 * A log that is damaged in its middle opens without an error (measured: 79 of 87 batches gone); only LevelDB's own
 * journal of this opening tells. It tells of a torn tail too, which is no loss: a reason to look, not a verdict.
 */
async function leftOutOf(directory: string): Promise<string | undefined> {
  const journal = await readFile(join(directory, "LOG"), "utf8").catch(() => "");
  const lines = journal.split("\n").filter((line) => /: dropping \d+ bytes; /.test(line));
  return lines[0]?.slice(lines[0].indexOf("dropping"));
}

const firstOps = (known: boolean): readonly StoreOp[] => (known ? [] : [{ put: SCHEMA_KEY, value: String(SCHEMA) }]);

const newer = (path: string, schema: number): StoreRefusal => ({ kind: "newer", path, schema, known: SCHEMA });

function refusalOf(path: string, { kind, text: found }: LevelTrouble, existing: boolean): Refused {
  switch (kind) {
    case "locked":
      return { kind: "locked", path };
    case "read-only":
    case "forbidden":
      return { kind: "unwritable", path, found: `${found}${whoseIs(path)}` };
    case "damaged":
      // Where no database was, there is nothing to be damaged: the place itself is at fault.
      return existing ? { kind: "damaged", found } : { kind: "unusable", path, found };
    case "full":
    case "gone":
    case "replaced":
    case "other":
      return { kind: "unusable", path, found };
    default:
      return unreachable(kind);
  }
}
