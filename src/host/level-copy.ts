import { cp, mkdtemp, readdir, rm, stat, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ClassicLevel } from "classic-level";
import { crc32 } from "../base/crc32.ts";
import { type Database, openClassicLevel, type Row } from "./level-database.ts";

/** Files that only a database leaves behind; without any of them the directory is as good as new. */
export const DATABASE_FILE = /^(CURRENT|MANIFEST-\d+|\d+\.(log|ldb|sst))$/;

export async function holdsDatabase(directory: string): Promise<boolean> {
  return (await filesOf(directory)).some((name) => DATABASE_FILE.test(name));
}

/** What LevelDB reads and writes anew when it opens: the size of its logs. */
export async function logBytes(directory: string): Promise<number> {
  return await bytesOf(directory, /\.log$/);
}

/**
 * Opens a copy, for reading: opening the thing itself would write to it. Undefined when no place has room for one, or
 * when even a repaired copy will not be read to its end. Closing removes the copy.
 */
export async function openCopy(directory: string): Promise<Database | undefined> {
  return (await openCopyOnce(directory, false)) ?? (await openCopyOnce(directory, true));
}

async function openCopyOnce(directory: string, repair: boolean): Promise<Database | undefined> {
  const copy = await copyOf(directory);
  if (copy === undefined) return undefined;
  let database: Database | undefined;
  try {
    // Repair is tried second: it reads logs without their checksums, and brings back what was compacted away.
    if (repair) await ClassicLevel.repair(copy);
    const opened = await openClassicLevel(copy, false);
    const close = async (): Promise<void> => {
      await opened.close().catch(() => undefined);
      await rm(copy, { recursive: true, force: true });
    };
    database = { ...opened, close };
    await readThrough(opened);
    return database;
  } catch {
    await (database?.close() ?? rm(copy, { recursive: true, force: true })).catch(() => undefined);
    return undefined;
  }
}

/** A damaged table shows itself only when its blocks are read. */
async function readThrough(database: Database): Promise<void> {
  const pages = pagesOf(database);
  while ((await pages.next()).done !== true);
}

/** Everything that it holds, ascending, some rows at a time. */
export async function* pagesOf(database: Database): AsyncGenerator<readonly Row[]> {
  for (let from: string | undefined = ""; from !== undefined;) {
    const rows = await database.page({ from, to: "\u{10ffff}", reverse: false, limit: 1_000 });
    if (rows.length > 0) yield rows;
    const last: string | undefined = rows.at(-1)?.[0];
    from = last === undefined ? undefined : `${last}\u0000`;
  }
}

/** Beside the original where there is room, else in memory, else where temporary files go. */
const placesFor = (directory: string): readonly string[] => [dirname(directory), "/dev/shm", "/run", tmpdir()];

async function copyOf(directory: string): Promise<string | undefined> {
  // Where the disk is read-only nobody comes to hold the database: a kill at every start must not fill the memory.
  await removeCopies(directory, (pid) => !isAlive(pid));
  const needed = 2 * (await bytesOf(directory, DATABASE_FILE)) + 64 * 1024;
  for (const place of placesFor(directory)) {
    let copy: string | undefined;
    try {
      const { bavail, bsize } = await statfs(place);
      if (bavail * bsize < needed) continue;
      copy = await mkdtemp(join(place, `${prefixOf(directory)}${process.pid}-`));
      for (const name of await filesOf(directory))
        if (DATABASE_FILE.test(name)) await cp(join(directory, name), join(copy, name));
      return copy;
    } catch {
      if (copy !== undefined) await rm(copy, { recursive: true, force: true });
    }
  }
  return undefined;
}

/** The shared places may hold another agent's copies; the name tells whose they are. */
const prefixOf = (directory: string): string =>
  `${basename(directory)}.reading-${crc32(Buffer.from(directory)).toString(16)}-`;

/** Copies that a killed process left behind. To be called by whoever holds the database. */
export async function removeStaleCopies(directory: string): Promise<void> {
  await removeCopies(directory, () => true);
}

async function removeCopies(directory: string, whose: (pid: number) => boolean): Promise<void> {
  const prefix = prefixOf(directory);
  for (const place of placesFor(directory))
    for (const name of await filesOf(place))
      if (name.startsWith(prefix) && whose(Number.parseInt(name.slice(prefix.length), 10)))
        await rm(join(place, name), { recursive: true, force: true }).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    // EPERM: it lives, and is another user's.
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

/** Whether both hold the same rows. */
export async function sameRows(one: Database, other: Database): Promise<boolean> {
  const others = pagesOf(other);
  for await (const rows of pagesOf(one))
    if (JSON.stringify(rows) !== JSON.stringify((await others.next()).value)) return false;
  return (await others.next()).done === true;
}

/**
 * What the database's own file is known by while it is open: LevelDB makes CURRENT anew when it opens, and not again.
 * Undefined when it is not there.
 */
export async function markOf(directory: string): Promise<string | undefined> {
  const found = await stat(join(directory, "CURRENT")).catch(() => undefined);
  return found === undefined ? undefined : `${found.dev} ${found.ino}`;
}

async function bytesOf(directory: string, names: RegExp): Promise<number> {
  let bytes = 0;
  for (const name of await filesOf(directory))
    if (names.test(name)) bytes += (await stat(join(directory, name)).catch(() => undefined))?.size ?? 0;
  return bytes;
}

const filesOf = (directory: string): Promise<string[]> => readdir(directory).catch(() => []);
