import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Fault, textOf } from "../base/fault.ts";
import type { Store, StoreHealth, StoreOp } from "../ports/store.ts";

/** What a bridge on a rig remembers: in memory, or in one small file that is replaced with every write. */
export class RigStore implements Store {
  readonly #path: string | undefined;
  readonly #kept: Map<string, string>;

  private constructor(path: string | undefined, kept: Iterable<readonly [string, string]>) {
    this.#path = path;
    this.#kept = new Map(kept);
  }

  /** Throws Fault `store-unusable` where a file is there that is none of ours. */
  static open(path: string | undefined): RigStore {
    if (path === undefined) return new RigStore(undefined, []);
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (thrown) {
      if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return new RigStore(path, []);
      throw new Fault("store-unusable", `${path}: ${textOf(thrown)}`, { cause: thrown });
    }
    return new RigStore(path, entriesIn(path, text));
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#kept.get(key));
  }

  async *range(from: string, to: string): AsyncGenerator<readonly [string, string]> {
    yield* [...this.#kept].filter(([key]) => key >= from && key < to).toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  write(ops: readonly StoreOp[]): Promise<"durable" | "kept"> {
    for (const op of ops) {
      if ("put" in op) this.#kept.set(op.put, op.value);
      else this.#kept.delete(op.del);
    }
    return Promise.resolve(this.#save());
  }

  health(): StoreHealth {
    return { durable: true };
  }

  onHealth(): void {
    // A rig's store has no troubles that anybody waits for.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #save(): "durable" | "kept" {
    if (this.#path === undefined) return "durable";
    try {
      writeFileSync(`${this.#path}.new`, `${JSON.stringify(Object.fromEntries(this.#kept))}\n`);
      renameSync(`${this.#path}.new`, this.#path);
      return "durable";
    } catch {
      return "kept";
    }
  }
}

function entriesIn(path: string, text: string): readonly [string, string][] {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    found = undefined;
  }
  if (typeof found !== "object" || found === null)
    throw new Fault("store-unusable", `${path} is not what a rig wrote; name another file`);
  return Object.entries(found).map(([key, value]) => [key, String(value)]);
}
