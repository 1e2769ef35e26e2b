import type { StoreOp } from "../ports/store.ts";
import type { Row } from "./level-database.ts";

/** LevelDB's order: by the bytes of UTF-8. JavaScript's own differs beyond the basic plane. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * What the disk refused. A later write replaces an earlier one on the same key, so that memory is bounded by the
 * number of different keys.
 */
export class KeptWrites {
  readonly #values = new Map<string, string | undefined>();
  #bytes = 0;

  add(ops: readonly StoreOp[]): void {
    for (const op of ops) {
      const key = "put" in op ? op.put : op.del;
      this.#bytes -= this.#sizeOf(key);
      this.#values.set(key, "put" in op ? op.value : undefined);
      this.#bytes += this.#sizeOf(key);
    }
  }

  /** Undefined: nothing is kept for the key. `{ value: undefined }`: it is kept that the key is deleted. */
  get(key: string): { readonly value: string | undefined } | undefined {
    return this.#values.has(key) ? { value: this.#values.get(key) } : undefined;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get keys(): number {
    return this.#values.size;
  }

  batch(): StoreOp[] {
    return [...this.#values].map(([key, value]) => (value === undefined ? { del: key } : { put: key, value }));
  }

  /** The rows of [from, to) as they are with what is kept, ascending. */
  overlay(rows: readonly Row[], from: string, to: string): Row[] {
    const merged = new Map<string, string>(rows);
    for (const [key, value] of this.#values) {
      if (compareKeys(key, from) < 0 || compareKeys(key, to) >= 0) continue;
      if (value === undefined) merged.delete(key);
      else merged.set(key, value);
    }
    return [...merged].toSorted(([a], [b]) => compareKeys(a, b));
  }

  #sizeOf(key: string): number {
    if (!this.#values.has(key)) return 0;
    return Buffer.byteLength(key) + Buffer.byteLength(this.#values.get(key) ?? "");
  }
}
