import { type Duration, Seconds } from "./duration.ts";
import { elapsed, type MonoMs } from "./instant.ts";

export interface Pace {
  /** So many at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** How often something may happen: a pail that fills at an even pace. */
export class TokenPail {
  readonly #pace: Pace;
  #level: number;
  #at: MonoMs;

  constructor(pace: Pace, now: MonoMs) {
    this.#pace = pace;
    this.#level = pace.burst;
    this.#at = now;
  }

  /** Undefined when it was taken, else how long until it can be. */
  take(now: MonoMs, amount = 1): Duration | undefined {
    const { burst, perSecond } = this.#pace;
    this.#level = Math.min(burst, this.#level + (elapsed(this.#at, now) * perSecond) / 1_000);
    this.#at = now;
    // What is larger than the pail goes when the pail is full.
    const wanted = Math.min(amount, burst);
    if (this.#level >= wanted) {
      this.#level -= amount;
      return undefined;
    }
    return Seconds((wanted - this.#level) / perSecond);
  }
}
