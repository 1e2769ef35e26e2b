import { type Duration, Millis } from "./duration.ts";

export interface BackoffShape {
  readonly first: Duration;
  readonly cap: Duration;
}

/**
 * Full jitter: each wait is drawn evenly from (0, ceiling], the ceiling doubles up to the cap.
 * A fleet that lost one broker in one second must not come back in one second.
 */
export class Backoff {
  readonly #shape: BackoffShape;
  readonly #random: () => number;
  #attempt = 0;

  constructor(shape: BackoffShape, random: () => number) {
    this.#shape = shape;
    this.#random = random;
  }

  get attempt(): number {
    return this.#attempt;
  }

  next(): Duration {
    const ceiling = Math.min(this.#shape.cap, this.#shape.first * 2 ** Math.min(this.#attempt, 40));
    this.#attempt += 1;
    return Millis(Math.max(1, Math.ceil(ceiling * this.#random())));
  }

  reset(): void {
    this.#attempt = 0;
  }
}
