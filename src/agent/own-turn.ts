import { type Duration, Millis } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { afterFailure, afterRestart, type CallRecord, retryDelay } from "../modem/call-retry.ts";
import type { CallTrouble } from "../modem/call-trouble.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";

/**
 * When a call is tried next by its own times. An attempt out of turn, because somebody asked for one, begins the series anew, as a
 * restart does, and never makes the next attempt later than it was due; only a timer of the network's does.
 */
export class OwnTurn {
  readonly #ports: { readonly clock: Clock; readonly random: Random };
  #armed: { readonly at: MonoMs; readonly delay: Duration } | undefined;
  #asked = false;

  constructor(ports: { readonly clock: Clock; readonly random: Random }) {
    this.#ports = ports;
  }

  asked(): void {
    this.#asked = true;
  }

  /** A call is up: whatever comes next is another story. */
  settled(): void {
    this.#asked = false;
  }

  failed(record: CallRecord, trouble: Pick<CallTrouble, "kind" | "backOff">): CallRecord {
    if (this.#left === undefined) return afterFailure(record, trouble);
    // Counted once at least: the next one is no first attempt.
    const { failures } = afterRestart({ ...record, kind: trouble.kind });
    return afterFailure({ ...record, failures: Math.max(0, failures - 1) }, trouble);
  }

  /** How long to wait from now on; it counts from here. */
  next(record: CallRecord): Duration {
    const own = retryDelay(record, this.#ports.random());
    const left = record.backOff === undefined ? this.#left : undefined;
    const delay = Millis(Math.min(own, left ?? own));
    this.#asked = false;
    this.#armed = { at: this.#ports.clock.monoMs(), delay };
    return delay;
  }

  /** Until the attempt that was due when somebody asked; undefined where nobody did, or its time has come meanwhile. */
  get #left(): Duration | undefined {
    if (!this.#asked || this.#armed === undefined) return undefined;
    const left = this.#armed.delay - elapsed(this.#armed.at, this.#ports.clock.monoMs());
    return left > 0 ? Millis(left) : undefined;
  }
}
