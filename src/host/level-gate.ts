/** Lets readers pass while it is open; whoever closes it has the database alone until they open it again. */
export class LevelGate {
  #inside = 0;
  #open: Promise<void> | undefined;
  #emptied: (() => void) | undefined;

  async pass<T>(read: () => Promise<T>): Promise<T> {
    while (this.#open !== undefined) await this.#open;
    this.#inside += 1;
    try {
      return await read();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#emptied?.();
    }
  }

  /** One at a time: the store's write queue sees to that. */
  async alone<T>(run: () => Promise<T>): Promise<T> {
    let opened = (): void => undefined;
    this.#open = new Promise((resolve) => (opened = resolve));
    if (this.#inside > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
    try {
      return await run();
    } finally {
      this.#open = undefined;
      this.#emptied = undefined;
      opened();
    }
  }
}
