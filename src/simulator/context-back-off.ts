import { type Duration, Millis } from "../base/duration.ts";
import { elapsed, type MonoMs, monoAfter } from "../base/instant.ts";

interface Barred {
  /** As it was asked for. */
  readonly apn: string;
  /** Undefined: the network gave the timer the value "deactivated". */
  readonly until: MonoMs | undefined;
  readonly cause: number;
}

/** An APN that is not asked for now; without `left` until the radio or the card is switched off. */
export interface RunningBackOff {
  readonly apn: string;
  readonly left?: Duration;
}

/** T3396 (3GPP TS 24.301 6.5.1.4.3): an APN that the network refused with a timer is not asked for again until it ends. */
export class ContextBackOff {
  readonly #barred = new Map<string, Barred>();

  bar(apn: string, cause: number, now: MonoMs, lasts: Duration | "deactivated"): void {
    const until = lasts === "deactivated" ? undefined : monoAfter(now, lasts);
    this.#barred.set(apn.toLowerCase(), { apn, until, cause });
  }

  /** The cause that still holds, without anybody asking the network. */
  holds(apn: string, now: MonoMs): number | undefined {
    const barred = this.#barred.get(apn.toLowerCase());
    return barred !== undefined && (barred.until === undefined || now < barred.until) ? barred.cause : undefined;
  }

  running(now: MonoMs): readonly RunningBackOff[] {
    return [...this.#barred.values()].flatMap(({ apn, until }) => {
      if (until === undefined) return [{ apn }];
      return now < until ? [{ apn, left: Millis(elapsed(now, until)) }] : [];
    });
  }

  /** The radio or the card was switched off. */
  forget(): void {
    this.#barred.clear();
  }
}
