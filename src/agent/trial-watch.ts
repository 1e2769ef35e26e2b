import { elapsed, type MonoMs } from "../base/instant.ts";
import { decidingRegistration } from "../modem/service.ts";
import type { Modem } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";

export interface Tally {
  readonly seenMs: number;
  readonly upMs: number;
  readonly rejects: number;
  readonly detaches: number;
}

export const NO_TALLY: Tally = { seenMs: 0, upMs: 0, rejects: 0, detaches: 0 };
/** A process that slept longer has not looked. */
const LONGEST_MS = 10 * 60_000;

/** How the card that is in does, between one look and the next. */
export class TrialWatch {
  #since: MonoMs;
  #tally: Tally = NO_TALLY;

  constructor(now: MonoMs) {
    this.#since = now;
  }

  /** `modem`: as it was until now. */
  look(modem: Modem, now: MonoMs): void {
    const spent = Math.min(elapsed(this.#since, now), LONGEST_MS);
    this.#since = now;
    const { data } = modem.service;
    if (data !== "up" && data !== "down") return;
    const { seenMs, upMs } = this.#tally;
    this.#tally = { ...this.#tally, seenMs: seenMs + spent, upMs: upMs + (data === "up" ? spent : 0) };
  }

  heard(modem: Modem, effects: readonly ModemEffect[]): void {
    for (const effect of effects) {
      const { rejects, detaches } = this.#tally;
      if (effect.kind === "network-detached") this.#tally = { ...this.#tally, detaches: detaches + 1 };
      if (effect.kind !== "registration-changed") continue;
      const deciding = decidingRegistration(modem)?.domain === effect.domain;
      if (deciding && effect.to.stat === 3 && effect.from !== 3) this.#tally = { ...this.#tally, rejects: rejects + 1 };
    }
  }

  /** What was seen since it was taken last. */
  take(): Tally {
    const taken = this.#tally;
    this.#tally = NO_TALLY;
    return taken;
  }
}
