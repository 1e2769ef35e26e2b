import { type Duration, Minutes } from "../base/duration.ts";
import type { EventName } from "../base/events.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";

const WINDOW: Duration = Minutes(1);
const PER_WINDOW = 20;

interface Window {
  readonly since: MonoMs;
  readonly told: number;
  readonly suppressed: number;
}

/**
 * A modem that restarts a thousand times a second must not make a thousand events a second: each costs a write to the
 * flash and bytes of the SIM. Of one type so many a minute are told; the first of the next minute says how many were not.
 */
export class EventBudget {
  readonly #windows = new Map<EventName, Window>();

  /** Undefined: not to be told. Otherwise how many of this type were held back before it. */
  spend(type: EventName, now: MonoMs): number | undefined {
    const known = this.#windows.get(type);
    if (known === undefined || elapsed(known.since, now) >= WINDOW) {
      this.#windows.set(type, { since: now, told: 1, suppressed: 0 });
      return known?.suppressed ?? 0;
    }
    const full = known.told >= PER_WINDOW;
    this.#windows.set(type, full ? { ...known, suppressed: known.suppressed + 1 } : { ...known, told: known.told + 1 });
    return full ? undefined : 0;
  }
}
