import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs, monoAfter } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

interface Barred {
  /** As it was asked for. */
  readonly apn: string;
  /** Undefined: the network gave the timer the value "deactivated". */
  readonly until: MonoMs | undefined;
  readonly cause: number;
  readonly stop: Cancel;
}

/** An APN that is not asked for now; without `left` until the modem is switched off or the card taken out. */
export interface RunningBackOff {
  readonly apn: string;
  readonly left?: Duration;
}

/** 27.007 10.1.41 `<event_type>`. */
const [STARTED, STOPPED, EXPIRED, DEACTIVATED] = [0, 1, 2, 3];
/** `<NSLPI>` 1: no low priority was signalled; `<procedure>` 0: T3396. */
export const T3396 = "1,0";

export const wholeSeconds = (left: Duration): number => Math.ceil(left / Seconds(1));

/**
 * T3396 (3GPP TS 24.301 6.5.1.4.3): an APN that the network refused with a timer is not asked for again until it ends. Flight
 * mode does not end it, nor does switching off as long as the card stays the same: the time without power counts. One that is
 * "deactivated" lasts until the modem is switched off. Both end with the card.
 */
export class ContextBackOff {
  readonly #barred = new Map<string, Barred>();
  readonly #clock: Pick<Clock, "monoMs" | "after">;
  /** A `+CABTSRI` line. */
  readonly #tell: (line: string) => void;

  constructor(parts: { readonly clock: Pick<Clock, "monoMs" | "after">; readonly tell: (line: string) => void }) {
    this.#clock = parts.clock;
    this.#tell = parts.tell;
  }

  bar(apn: string, cause: number, lasts: Duration | "deactivated"): void {
    const deactivated = lasts === "deactivated";
    this.#keep(apn, cause, deactivated ? undefined : monoAfter(this.#clock.monoMs(), lasts));
    this.#told(apn, deactivated ? DEACTIVATED : STARTED, deactivated ? "" : String(wholeSeconds(lasts)));
  }

  /** The cause that still holds, without anybody asking the network. */
  holds(apn: string): number | undefined {
    return this.#barred.get(apn.toLowerCase())?.cause;
  }

  running(): readonly RunningBackOff[] {
    const now = this.#clock.monoMs();
    return [...this.#barred.values()].map(({ apn, until }) =>
      until === undefined ? { apn } : { apn, left: Millis(elapsed(now, until)) },
    );
  }

  /** Switched off, by a command or by a loss of power: ends what was to last so long. */
  switchedOff(): void {
    this.#end(({ until }) => until === undefined);
  }

  /** Switched on again: no clock ran for what has not ended yet. */
  switchedOn(): void {
    const now = this.#clock.monoMs();
    for (const [key, { apn, cause, until }] of this.#barred) {
      if (until !== undefined && now < until) this.#keep(apn, cause, until);
      else this.#barred.delete(key);
    }
  }

  /** The card was taken out. */
  forget(): void {
    this.#end(() => true);
  }

  #keep(apn: string, cause: number, until: MonoMs | undefined): void {
    const key = apn.toLowerCase();
    this.#barred.get(key)?.stop();
    const ended = (): void => {
      this.#barred.delete(key);
      this.#told(apn, EXPIRED, "0");
    };
    const stop: Cancel =
      until === undefined ? () => undefined : this.#clock.after(Millis(elapsed(this.#clock.monoMs(), until)), ended);
    this.#barred.set(key, { apn, until, cause, stop });
  }

  #end(which: (barred: Barred) => boolean): void {
    for (const [key, barred] of this.#barred) {
      if (!which(barred)) continue;
      barred.stop();
      this.#barred.delete(key);
      this.#told(barred.apn, STOPPED, "0");
    }
  }

  #told(apn: string, event: number | undefined, left: string): void {
    this.#tell(`+CABTSRI: "${apn}",${event},${left},${T3396}`);
  }
}
