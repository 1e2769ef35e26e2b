import type { Duration } from "../base/duration.ts";
import { Millis } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

/** Grants a wish at once, and the ones that follow within the pace together when it has passed: the last is never lost. */
export class Pacer<T> {
  readonly #clock: Clock;
  readonly #pace: Duration;
  readonly #grant: (wish: T) => void;
  readonly #granted = new Map<T, MonoMs>();
  readonly #waiting = new Map<T, Cancel>();

  constructor(ports: { readonly clock: Clock }, pace: Duration, grant: (wish: T) => void) {
    this.#clock = ports.clock;
    this.#pace = pace;
    this.#grant = grant;
  }

  want(wish: T): void {
    if (this.#waiting.has(wish)) return;
    const last = this.#granted.get(wish);
    const left = last === undefined ? 0 : this.#pace - elapsed(last, this.#clock.monoMs());
    if (left <= 0) return this.#fulfil(wish);
    this.#waiting.set(
      wish,
      this.#clock.after(Millis(left), () => {
        this.#waiting.delete(wish);
        this.#fulfil(wish);
      }),
    );
  }

  /** What still waits is forgotten. */
  stop(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #fulfil(wish: T): void {
    this.#granted.set(wish, this.#clock.monoMs());
    this.#grant(wish);
  }
}
