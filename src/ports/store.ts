import type { Duration } from "../base/duration.ts";

export type StoreOp = { readonly put: string; readonly value: string } | { readonly del: string };

export type StoreHealth =
  | { readonly durable: true }
  | {
      readonly durable: false;
      /** Why writes do not reach the disk: `disk full`, `read-only`, ... */
      readonly why: string;
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
