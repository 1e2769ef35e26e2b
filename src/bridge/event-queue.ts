import { Millis } from "../base/duration.ts";
import type { Clock } from "../ports/clock.ts";
import { eventBit, type WireEvent } from "./state-events.ts";
import { type Pace, TokenPail } from "../base/token-pail.ts";
import { WIRE_LIMITS } from "./wire-codes.ts";

export interface Told {
  readonly sequence: number;
  readonly event: WireEvent;
}

const MOST_WAITING = 32;
/** A side without flow control takes 128 bytes at once; at 9,600 baud they take it 133 ms. */
const PACE: Pace = { burst: WIRE_LIMITS["in-flight-most"].code, perSecond: 960 };
const LOOK_AGAIN = Millis(50);
/** The longest event line and its line ends. */
const EVENT_BYTES = 64;

/** Events on their way to one client: the newest of each thing, at a pace that a small receiver holds. */
export class EventQueue {
  readonly #clock: Clock;
  readonly #pail: TokenPail;
  readonly #tell: (told: Told) => void;
  readonly #ready: () => boolean;
  #waiting: readonly Told[] = [];
  #due = false;
  #closed = false;

  constructor(clock: Clock, ready: () => boolean, tell: (told: Told) => void) {
    this.#clock = clock;
    this.#ready = ready;
    this.#tell = tell;
    this.#pail = new TokenPail(PACE, clock.monoMs());
  }

  push(mask: number, told: Told): void {
    if ((mask & eventBit(told.event.kind)) === 0) return;
    const others = this.#waiting.filter(({ event }) => event.key !== told.event.key);
    const crowded = others.length >= MOST_WAITING;
    const lost: Told = { sequence: told.sequence, event: { kind: "lost", key: "lost", values: [] } };
    this.#waiting = crowded ? [lost] : [...others, told];
    this.flush();
  }

  /** Sends what may be sent now; the rest follows by itself. */
  flush(): void {
    while (!this.#closed && !this.#due) {
      const [first, ...others] = this.#waiting;
      if (first === undefined) return;
      if (!this.#ready() || this.#pail.take(this.#clock.monoMs(), EVENT_BYTES) !== undefined) return this.#later();
      this.#waiting = others;
      this.#tell(first);
    }
  }

  clear(): void {
    this.#waiting = [];
  }

  close(): void {
    this.#closed = true;
    this.clear();
  }

  #later(): void {
    this.#due = true;
    this.#clock.after(LOOK_AGAIN, () => {
      this.#due = false;
      this.flush();
    });
  }
}
