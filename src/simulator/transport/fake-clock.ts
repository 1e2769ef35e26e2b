import { type Duration, Millis } from "../../base/duration.ts";
import { MonoMs, WallMs } from "../../base/instant.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Both clocks of a device, moved by hand: for tests. `wall` is in milliseconds since 1970, 2026-11-22T01:00:00Z when
 * left out. The wall may jump; the monotonic one may not.
 */
export class FakeClock implements Clock {
  #mono = 1_000;
  #wallOffset: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(wall = Date.UTC(2026, 10, 22, 1, 0, 0)) {
    this.#wallOffset = wall - this.#mono;
  }

  wallMs(): WallMs {
    return WallMs(this.#mono + this.#wallOffset);
  }

  monoMs(): MonoMs {
    return MonoMs(this.#mono);
  }

  after(delay: Duration, run: () => void): Cancel {
    const timer: Timer = { due: this.#mono + Math.max(0, delay), order: this.#order++, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves both clocks forward by milliseconds, running what falls due in its order; promises settle between two timers. */
  async advance(by: number): Promise<void> {
    const end = this.#mono + by;
    await settle();
    for (;;) {
      const next = [...this.#timers]
        .filter((t) => t.due <= end)
        .toSorted((a, b) => a.due - b.due || a.order - b.order)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#mono = Math.max(this.#mono, next.due);
      next.run();
      await settle();
    }
    this.#mono = end;
    await settle();
  }

  /** The wall clock jumps (NTP, NITZ, a person); the monotonic clock does not notice. */
  jumpWall(to: number): void {
    this.#wallOffset = to - this.#mono;
  }

  /** How long until the next timer; undefined when none waits. */
  get nextDue(): Duration | undefined {
    const due = Math.min(...[...this.#timers].map((t) => t.due));
    return Number.isFinite(due) ? Millis(due - this.#mono) : undefined;
  }

  get waiting(): number {
    return this.#timers.size;
  }
}

/** Lets every promise that can settle without time passing settle. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
}
