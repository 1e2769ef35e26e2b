import type { Duration } from "../base/duration.ts";
import { type MonoMs, monoAfter } from "../base/instant.ts";

interface Barred {
  readonly until: MonoMs;
  readonly cause: number;
}

/** T3396 (3GPP TS 24.301 6.5.1.4.3): an APN that the network refused with a timer is not asked for again until it ends. */
export class ContextBackOff {
  readonly #barred = new Map<string, Barred>();

  bar(apn: string, cause: number, now: MonoMs, lasts: Duration): void {
    this.#barred.set(apn.toLowerCase(), { until: monoAfter(now, lasts), cause });
  }

  /** The cause that still holds, without anybody asking the network. */
  holds(apn: string, now: MonoMs): number | undefined {
    const barred = this.#barred.get(apn.toLowerCase());
    return barred !== undefined && now < barred.until ? barred.cause : undefined;
  }

  /** The radio or the card was switched off. */
  forget(): void {
    this.#barred.clear();
  }
}
