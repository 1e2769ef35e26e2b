import { textOf } from "../base/fault.ts";
import type { Log } from "../ports/log.ts";

/** What is being written to the books: a stop waits for it, a fault is told and does not stop the counting. */
export class WritingUnderWay {
  readonly #log: Log;
  readonly #works = new Set<Promise<void>>();

  constructor(log: Log) {
    this.#log = log;
  }

  hold(work: Promise<unknown> | undefined): void {
    if (work === undefined) return;
    const held: Promise<void> = work
      .then(
        () => {},
        (thrown: unknown) => this.#log.error("agent-fault", { what: "writing the books", why: textOf(thrown) }),
      )
      .finally(() => this.#works.delete(held));
    this.#works.add(held);
  }

  async done(): Promise<void> {
    await Promise.all(this.#works);
  }
}
