import type { Duration } from "../base/duration.ts";

export type StoreOp = { readonly put: string; readonly value: string } | { readonly del: string };

/** `gone`: somebody deleted the files; `replaced`: the place holds another database than the one that is gone on with in memory. */
export type StoreTrouble = "full" | "read-only" | "forbidden" | "gone" | "replaced" | "other";

export type StoreHealth =
  | { readonly durable: true }
  | {
      readonly durable: false;
      readonly trouble: StoreTrouble;
      /** Why writes do not reach the disk, in words: `disk full`, `read-only file system, mounted on /data (...)`, ... */
      readonly why: string;
      /** Where the file system that refuses is mounted; only where it is read-only. */
      readonly mount?: string;
      readonly path: string;
      readonly freeBytes: bigint;
      /** What the kept writes need at least. */
      readonly neededBytes: bigint;
      /** How long ago the last write reached the disk. */
      readonly age: Duration;
    };

/** An ordered key-value store whose batches are all or nothing and on the disk when they are `durable`. */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** Keys in [from, to), ascending unless `reverse`. Sees what is kept in memory as well as what is on disk. */
  range(
    from: string,
    to: string,
    options?: { readonly reverse?: boolean; readonly limit?: number },
  ): AsyncIterable<readonly [key: string, value: string]>;
  /**
   * `durable`: synced. `kept`: the disk refused; the batch is held in memory, visible to reads, and will be
   * written with everything else that is held as one batch once the disk takes it.
   */
  write(ops: readonly StoreOp[]): Promise<"durable" | "kept">;
  health(): StoreHealth;
  onHealth(listener: (health: StoreHealth) => void): void;
  close(): Promise<void>;
}
