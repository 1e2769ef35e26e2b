import type { Duration } from "../base/duration.ts";
import { Millis } from "../base/duration.ts";
import { elapsed, type MonoMs, monoAfter } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { AttemptTimer, RadioEffect } from "./radio-state.ts";
import type { TerminationDelays } from "./termination-delays.ts";

export interface AttemptParts {
  readonly clock: Clock;
  readonly delays: TerminationDelays;
  /** The network's answer to a search is due. */
  readonly answer: () => void;
  readonly expired: (timer: AttemptTimer) => void;
}

/** When the radio tries next: one timer that every effect replaces, and beside it T3346, which only its own end or a stop ends. */
export class AttemptTimers {
  readonly #parts: AttemptParts;
  #next: Cancel = () => undefined;
  #congestion: { readonly until: MonoMs; readonly cancel: Cancel } | undefined;

  constructor(parts: AttemptParts) {
    this.#parts = parts;
  }

  take(effect: Exclude<RadioEffect, { readonly kind: "packet-event" }>): void {
    const { delays, answer, expired } = this.#parts;
    switch (effect.kind) {
      case "search":
        return this.#later(delays.registration, answer);
      case "try-later": {
        const { timer, value } = effect;
        if (timer !== "T3346")
          return this.#later(timer === "T3411" ? delays.again : delays.retry, () => expired(timer));
        this.#next();
        return this.#congested(value ?? delays.retry);
      }
      case "give-up":
        return this.#next();
      default:
        return unreachable(effect);
    }
  }

  /** T3346 runs no longer. */
  stopCongestion(): void {
    this.#congestion?.cancel();
    this.#congestion = undefined;
  }

  /**
   * Power is back, and nothing of before waits any more: T3346 goes on with what is left of it, the time without power
   * counted (24.301 5.3.9).
   */
  resume(): void {
    const { clock, expired } = this.#parts;
    if (this.#congestion === undefined) return;
    const { until } = this.#congestion;
    const now = clock.monoMs();
    if (now < until) return this.#congested(Millis(elapsed(now, until)));
    this.#congestion = undefined;
    expired("T3346");
  }

  #congested(value: Duration): void {
    const { clock, expired } = this.#parts;
    this.#congestion?.cancel();
    const cancel = clock.after(value, () => {
      this.#congestion = undefined;
      expired("T3346");
    });
    this.#congestion = { until: monoAfter(clock.monoMs(), value), cancel };
  }

  #later(delay: Duration, run: () => void): void {
    this.#next();
    this.#next = () => undefined;
    if (delay === 0) run();
    else this.#next = this.#parts.clock.after(delay, run);
  }
}
