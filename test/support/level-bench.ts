import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type LevelPorts, LevelStore } from "../../src/host/level-store.ts";
import type { StoreOp } from "../../src/ports/store.ts";
import type { StoreReader } from "../../src/ports/store-place.ts";
import { FakeClock } from "./fake-clock.ts";
import { SilentLog } from "./silent-log.ts";

/** Ports of a store on a real disk under a clock that is moved by hand. */
export function levelPorts(directory: string, over: Partial<Omit<LevelPorts, "clock" | "log">> = {}) {
  const clock = new FakeClock();
  const log = new SilentLog();
  return { directory, clock, log, random: () => 1, ...over };
}

export async function openLevelStore(ports: LevelPorts): Promise<LevelStore> {
  const opening = await LevelStore.open(ports);
  if (opening.kind !== "open") throw new Error(`not opened: ${JSON.stringify(opening)}`);
  if (!(opening.store instanceof LevelStore)) throw new Error("another store");
  return opening.store;
}

export const puts = (...pairs: readonly string[]): StoreOp[] =>
  pairs.map((pair) => ({ put: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) }));

export async function rowsOf(reader: StoreReader, from = "", to = "\u{10ffff}"): Promise<string[]> {
  const rows: string[] = [];
  for await (const [key, value] of reader.range(from, to)) rows.push(`${key}=${value}`);
  return rows;
}

/** Every file below the directory: path, size, time of change and content. */
export function fingerprint(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .toSorted((a, b) => a.localeCompare(b, "en"))
    .map((name) => {
      const { size, mtimeMs, ino } = statSync(join(directory, name));
      const content = statSync(join(directory, name)).isFile() ? readFileSync(join(directory, name)) : "";
      return `${name} ${ino} ${size} ${mtimeMs} ${createHash("sha256").update(content).digest("hex")}`;
    });
}
