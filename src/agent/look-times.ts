import { type Duration, Millis, Minutes } from "../base/duration.ts";
import { monoAfter, type MonoMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

/** While something is wrong; a device that works is looked at more rarely, what the modem tells soon either way. */
const EVERY: Duration = Minutes(1);
const EVERY_CALM: Duration = Minutes(5);
/** By then what happened is on the disk and with the broker (measured: 20 ms); a first look takes 30 ms of the same thread. */
const SOON: Duration = Millis(50);

/** When the next look is due. */
export class LookTimes {
  readonly #clock: Clock;
  readonly #look: () => void;
  #timer: Cancel = () => {};
  #soon: Cancel | undefined;
  #stopped = false;
  #at: MonoMs | undefined;

  constructor(clock: Clock, look: () => void) {
    this.#clock = clock;
    this.#look = look;
  }

  /** By itself, whatever happens until then. */
  get at(): MonoMs | undefined {
    return this.#at;
  }

  /** What happened is told before what it means is worked out, and news of one moment are one look. */
  soon(): void {
    if (!this.#stopped) this.#soon ??= this.#clock.after(SOON, this.#look);
  }

  /** There was a look: from now on, whatever it was for. */
  looked(calm: boolean): void {
    this.#cancel();
    if (this.#stopped) return;
    const every = calm ? EVERY_CALM : EVERY;
    this.#at = monoAfter(this.#clock.monoMs(), every);
    this.#timer = this.#clock.after(every, this.#look);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #cancel(): void {
    this.#timer();
    this.#soon?.();
    this.#soon = undefined;
  }
}
