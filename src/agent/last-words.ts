import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

/** What waits for the broker; undefined where there is none. */
export type OutboxNow = { readonly state: string; readonly queued: number } | undefined;

const LOOK_EVERY: Duration = Millis(200);
const LONGEST: Duration = Seconds(10);

/** Waits until the broker has everything that was told, for ten seconds at the most. */
export class LastWords {
  readonly #clock: Clock;
  readonly #outbox: () => OutboxNow;
  #cancel: Cancel = () => {};

  constructor(clock: Clock, outbox: () => OutboxNow) {
    this.#clock = clock;
    this.#outbox = outbox;
  }

  said(): Promise<void> {
    const since = this.#clock.monoMs();
    return new Promise((resolve) => {
      const look = (): void => {
        const outbox = this.#outbox();
        const sent = outbox === undefined || outbox.state !== "connected" || outbox.queued === 0;
        if (sent || elapsed(since, this.#clock.monoMs()) >= LONGEST) return resolve();
        this.#cancel = this.#clock.after(LOOK_EVERY, look);
      };
      // What is told goes to the disk before it is queued.
      this.#cancel = this.#clock.after(LOOK_EVERY, look);
    });
  }

  stop(): void {
    this.#cancel();
  }
}
