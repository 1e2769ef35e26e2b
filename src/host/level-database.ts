import { ClassicLevel } from "classic-level";
import type { StoreOp } from "../ports/store.ts";

export type Row = readonly [key: string, value: string];

export interface PageRequest {
  readonly from: string;
  readonly to: string;
  readonly reverse: boolean;
  readonly limit: number;
}

/** As much of LevelDB as the store needs. Everything here may reject with whatever the disk does. */
export interface Database {
  get(key: string): Promise<string | undefined>;
  page(request: PageRequest): Promise<readonly Row[]>;
  write(ops: readonly StoreOp[], sync: boolean): Promise<void>;
  close(): Promise<void>;
}

export type OpenDatabase = (directory: string, create: boolean) => Promise<Database>;

/**
 * A device writes some hundred bytes every ten minutes: LevelDB's defaults (8 MiB of cache, 4 MiB of write buffer) would
 * be memory for nothing, and the log is read and written anew at every start.
 */
const SIZES = { cacheSize: 512 * 1024, writeBufferSize: 1024 * 1024, maxOpenFiles: 64 };

/** `create` only where no database is: without its CURRENT file LevelDB would begin anew over what is there. */
export const openClassicLevel: OpenDatabase = async (directory, create) => {
  const level = new ClassicLevel(directory, { ...SIZES, createIfMissing: create });
  await level.open();
  return {
    get: (key) => level.get(key),
    page: ({ from, to, reverse, limit }) => level.iterator({ gte: from, lt: to, reverse, limit }).all(),
    write: (ops, sync) =>
      level.batch(
        ops.map((op) => ("put" in op ? { type: "put", key: op.put, value: op.value } : { type: "del", key: op.del })),
        { sync },
      ),
    close: () => level.close(),
  };
};

/** A database that holds nothing, for reading, where the disk had no room for one yet. */
export const EMPTY_DATABASE: Database = {
  get: () => Promise.resolve(undefined),
  page: () => Promise.resolve([]),
  write: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
