/** Something that changes by what the outside does, and those who wait for it: no polling, and never without a deadline. */
export class News {
  readonly #waiting = new Set<() => void>();

  /** Something has changed: whoever waits looks again. */
  tell(): void {
    for (const look of this.#waiting) look();
  }

  /** Resolves with the first answer that is not undefined; rejects at the deadline with what was waited for. */
  async until<T>(look: () => T | undefined, what: string | (() => string), seconds = 15): Promise<T> {
    const first = look();
    if (first !== undefined) return first;
    return await new Promise<T>((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(deadline);
        this.#waiting.delete(again);
        end();
      };
      const again = (): void => {
        try {
          const found = look();
          if (found !== undefined) settle(() => resolve(found));
        } catch (thrown) {
          settle(() => reject(thrown));
        }
      };
      const deadline = setTimeout(() => {
        const text = typeof what === "string" ? what : what();
        settle(() => reject(new Error(`waited ${seconds} s in vain for ${text}`)));
      }, seconds * 1_000);
      this.#waiting.add(again);
    });
  }
}
