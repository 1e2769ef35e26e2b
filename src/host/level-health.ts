import { statfsSync } from "node:fs";
import { Millis } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { StoreHealth } from "../ports/store.ts";
import type { KeptWrites } from "./level-kept.ts";
import { type LevelTrouble, troubleInWords } from "./level-trouble.ts";

/** A new MANIFEST, a new log and a table's index, rounded up: opening LevelDB takes that much before the first write. */
const OPENING = 32 * 1024;

export type FreeBytes = (path: string) => bigint;

/** Bytes that this user may still write in the file system of the path; 0 when it does not say. */
export const freeBytesAt: FreeBytes = (path) => {
  try {
    const { bavail, bsize } = statfsSync(path, { bigint: true });
    return bavail * bsize;
  } catch {
    return 0n;
  }
};

/** While this exists, the disk refuses writes. */
export interface Failing {
  readonly trouble: LevelTrouble;
  readonly kept: KeptWrites;
  /** What LevelDB writes anew at the next opening besides what is kept. */
  readonly logBytes: number;
}

export const neededBytes = ({ kept, logBytes }: Failing): bigint => BigInt(kept.bytes + logBytes + OPENING);

export function storeHealth(
  failing: Failing | undefined,
  where: { readonly path: string; readonly freeBytes: FreeBytes; readonly clock: Clock; readonly lastDurable: MonoMs },
): StoreHealth {
  if (failing === undefined) return { durable: true };
  return {
    durable: false,
    ...troubleInWords(failing.trouble, where.path),
    path: where.path,
    freeBytes: where.freeBytes(where.path),
    neededBytes: neededBytes(failing),
    age: Millis(Math.max(0, elapsed(where.lastDurable, where.clock.monoMs()))),
  };
}
