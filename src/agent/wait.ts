import type { Duration } from "../base/duration.ts";
import type { Clock } from "../ports/clock.ts";

/** A pause that can be ended early; a wake while nobody waits ends the next pause at once. */
export class Wait {
  readonly #clock: Clock;
  #woken = false;
  #wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async for(pause: Duration): Promise<"elapsed" | "woken"> {
    if (!this.#woken)
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(pause, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    const woken = this.#woken;
    this.#woken = false;
    this.#wake = undefined;
    return woken ? "woken" : "elapsed";
  }

  /** A wake that nobody waited for is forgotten. */
  clear(): void {
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }
}
