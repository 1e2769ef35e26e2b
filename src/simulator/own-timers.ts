import type { Duration } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

/** A clock that knows what it was asked to wait for, so that a modem can be switched off without leaving timers behind. */
export class OwnTimers implements Clock {
  readonly #clock: Clock;
  readonly #waiting = new Set<Cancel>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wallMs(): WallMs {
    return this.#clock.wallMs();
  }

  monoMs(): MonoMs {
    return this.#clock.monoMs();
  }

  after(delay: Duration, run: () => void): Cancel {
    const cancel = (): void => {
      this.#waiting.delete(cancel);
      stop();
    };
    const stop = this.#clock.after(delay, () => {
      this.#waiting.delete(cancel);
      run();
    });
    this.#waiting.add(cancel);
    return cancel;
  }

  cancelAll(): void {
    for (const cancel of this.#waiting) cancel();
  }
}
