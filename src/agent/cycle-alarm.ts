import type { WallMs } from "../base/instant.ts";
import { NEVER } from "../plan/cycle.ts";
import { localTime } from "../plan/zone.ts";
import type { Alarm } from "../ports/alarm.ts";
import type { Cancel } from "../ports/clock.ts";

/** Every hour, a minute past: is the time known by now, did a cycle end while the device slept? */
const REGULAR = "1 * * * *";

/** Wakes the agent at the end of the cycle and once an hour. What is due then is computed from the instant, not from the ring. */
export class CycleAlarm {
  readonly #alarm: Alarm;
  readonly #zone: string;
  readonly #wake: () => void;
  #cancelRegular: Cancel = () => {};
  #cancelEnd: Cancel = () => {};
  #end: WallMs | undefined;

  constructor(alarm: Alarm, zone: string, wake: () => void) {
    this.#alarm = alarm;
    this.#zone = zone;
    this.#wake = wake;
  }

  start(): void {
    this.#cancelRegular = this.#alarm.schedule(REGULAR, this.#zone, this.#wake);
  }

  stop(): void {
    this.#cancelRegular();
    this.#cancelEnd();
  }

  /** The instant at which the cycle ends; setting the same one again does nothing. */
  wakeAt(end: WallMs): void {
    if (end === this.#end) return;
    this.#end = end;
    this.#cancelEnd();
    if (end === NEVER) return;
    const { month, day, hour, minute } = localTime(end, this.#zone);
    this.#cancelEnd = this.#alarm.schedule(`${minute} ${hour} ${day} ${month} *`, this.#zone, this.#wake);
  }
}
