import { Millis } from "../base/duration.ts";
import type { Clock } from "../ports/clock.ts";
import { type Pace, TokenPail } from "../base/token-pail.ts";

/** Somebody whose next line can be carried out. */
export interface Waiting {
  /** Carries out one line or less; true when there is more to do at once. */
  turn(): boolean;
}

/**
 * All clients together: a burst that no honest group of clients reaches, and behind it a rate that leaves the processor
 * to the rest of the agent (measured: a line costs some 30 µs on a desktop, ten times that on a small board).
 */
const PACE: Pace = { burst: 128, perSecond: 2_000 };
const REST = Millis(4);

/** One line of each client in turn: two hundred that flood make an honest one wait for two hundred lines, not for ever. */
export class TurnTable {
  readonly #clock: Clock;
  readonly #pail: TokenPail;
  readonly #queue = new Set<Waiting>();
  #running = false;
  #resting = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#pail = new TokenPail(PACE, clock.monoMs());
  }

  enter(waiting: Waiting): void {
    this.#queue.add(waiting);
    this.#run();
  }

  leave(waiting: Waiting): void {
    this.#queue.delete(waiting);
  }

  #run(): void {
    if (this.#running || this.#resting) return;
    this.#running = true;
    for (const waiting of this.#queue) {
      if (this.#pail.take(this.#clock.monoMs()) !== undefined) {
        this.#rest();
        break;
      }
      this.#queue.delete(waiting);
      // A set is walked in the order of entering: whoever comes again stands behind the others.
      if (waiting.turn()) this.#queue.add(waiting);
    }
    this.#running = false;
  }

  #rest(): void {
    this.#resting = true;
    this.#clock.after(REST, () => {
      this.#resting = false;
      this.#run();
    });
  }
}
