import { Millis } from "../../src/base/duration.ts";
import type { Store, StoreHealth, StoreOp } from "../../src/ports/store.ts";

const inBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** A disk without a disk: what is durable and what is only kept are two maps, and a test may look at either. */
export class MemoryStore implements Store {
  /** What a power cut would leave. */
  readonly durable: Map<string, string>;
  /** Every batch as it was given, in order. */
  readonly batches: (readonly StoreOp[])[] = [];
  closed = false;
  #kept: Map<string, string | undefined> | undefined;
  readonly #listeners: ((health: StoreHealth) => void)[] = [];

  constructor(durable: Iterable<readonly [string, string]> = []) {
    this.durable = new Map(durable);
  }

  async get(key: string): Promise<string | undefined> {
    return this.#kept?.has(key) === true ? this.#kept.get(key) : this.durable.get(key);
  }

  async *range(
    from: string,
    to: string,
    { reverse = false, limit = Infinity }: { readonly reverse?: boolean; readonly limit?: number } = {},
  ): AsyncGenerator<readonly [string, string]> {
    const merged = new Map<string, string | undefined>([...this.durable, ...(this.#kept ?? [])]);
    const rows = [...merged]
      .flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
      .filter(([key]) => inBytes(key, from) >= 0 && inBytes(key, to) < 0)
      .toSorted(([a], [b]) => (reverse ? inBytes(b, a) : inBytes(a, b)));
    yield* rows.slice(0, limit);
  }

  async write(ops: readonly StoreOp[]): Promise<"durable" | "kept"> {
    if (this.closed) throw new Error("the store was written to after it was closed");
    if (ops.length > 0) this.batches.push(ops);
    for (const op of ops)
      if (this.#kept !== undefined) this.#kept.set("put" in op ? op.put : op.del, "put" in op ? op.value : undefined);
      else if ("put" in op) this.durable.set(op.put, op.value);
      else this.durable.delete(op.del);
    return this.#kept === undefined ? "durable" : "kept";
  }

  health(): StoreHealth {
    if (this.#kept === undefined) return { durable: true };
    const [path, freeBytes, neededBytes] = ["/memory", 0n, BigInt(this.#kept.size)];
    return { durable: false, trouble: "full", why: "disk full", path, freeBytes, neededBytes, age: Millis(0) };
  }

  onHealth(listener: (health: StoreHealth) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** From now on the disk refuses. */
  refuse(): void {
    this.#kept ??= new Map();
    this.#tell();
  }

  /** The disk takes writes again, and what was kept first. */
  relent(): void {
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const [key, value] of kept)
      if (value === undefined) this.durable.delete(key);
      else this.durable.set(key, value);
    this.#tell();
  }

  /** How many keys wait in memory. */
  get keptKeys(): number {
    return this.#kept?.size ?? 0;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.health());
  }
}
