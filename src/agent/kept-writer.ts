import type { Store } from "../ports/store.ts";
import type { Kept } from "./override-words.ts";

/** One key of the store, written in the order in which it is asked; a store that refuses is no fault of the asker's. */
export class KeptWriter {
  readonly #store: Store;
  readonly #key: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store, key: string) {
    this.#store = store;
    this.#key = key;
  }

  /** Undefined takes away what is there. */
  write(value: string | undefined): Promise<Kept> {
    const op = value === undefined ? { del: this.#key } : { put: this.#key, value };
    const written = this.#writing.then(() => this.#store.write([op])).catch((): Kept => "kept");
    this.#writing = written.then(() => {});
    return written;
  }

  settled(): Promise<void> {
    return this.#writing;
  }
}
