import type { Store } from "../ports/store.ts";
import { matches } from "../settings/kinds/interface.ts";
import { readKept } from "./kept-json.ts";

/**
 * Which interfaces were looked for in the last run. One of them that nobody has seen is new and its counters began at zero,
 * also when it came while no agent ran; one that was not looked for was there before anybody counted it.
 */
export class WatchedUplinks {
  readonly #store: Store;
  readonly #key: string;
  /** Undefined: nobody has looked for any yet, or an earlier version did. */
  readonly #before: readonly string[] | undefined;
  readonly #now: readonly string[];
  #written: boolean;

  static async open(store: Store, kind: "metered" | "apart", names: readonly string[]): Promise<WatchedUplinks> {
    const key = `uplinks/${kind}`;
    return new WatchedUplinks({ store, key }, readKept(await store.get(key), isNames), names);
  }

  private constructor(
    { store, key }: { readonly store: Store; readonly key: string },
    before: readonly string[] | undefined,
    now: readonly string[],
  ) {
    this.#store = store;
    this.#key = key;
    this.#before = before;
    this.#now = now.toSorted();
    this.#written = JSON.stringify(this.#now) === JSON.stringify(before);
  }

  before(name: string): boolean {
    return this.#before?.some((pattern) => matches(pattern, name)) === true;
  }

  /** It was not looked for in the last run: a cursor of an earlier one would count what passed in between. */
  left(name: string): boolean {
    return this.#before !== undefined && !this.before(name);
  }

  /** Every one that is there is known from now on. Undefined when the disk knows it already. */
  settled(): Promise<unknown> | undefined {
    if (this.#written) return undefined;
    this.#written = true;
    return this.#store.write([{ put: this.#key, value: JSON.stringify(this.#now) }]);
  }
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string");
