import type { ClockMessage } from "../at/message.ts";
import { elapsed, type MonoMs, type WallMs } from "../base/instant.ts";
import { type ClockMeaning, readClock, type UnsettledTime } from "../modem/clock-reading.ts";
import type { ModemProfile } from "../modem/profile.ts";
import { AGREEMENT } from "../time/insistence.ts";

/**
 * What comes by itself when the network tells its time, in lines that are universal time by their clause or by capture:
 * +CTZEU (27.007 8.41), SIM800's *PSUTTZ, Cinterion's +CIEV: nitz, Nordic's %XTIME (24.008 10.5.3.9). The other lines are written in either time.
 */
const UNIVERSAL: ReadonlySet<string> = new Set(["+CTZEU", "*PSUTTZ", "+CIEV", "%XTIME"]);

export interface TimeNews {
  onNetworkTime(instant: WallMs): void;
  /** The clock's answer with two meanings; the one that is known better, where somebody does. */
  onClockUnsettled?(time: UnsettledTime): ClockMeaning | undefined;
}

/** What a modem's clock is taken to mean, as its family's file says or a second sign has shown. Of one session. */
export class ClockSense {
  readonly #news: TimeNews;
  #learned: ClockMeaning | undefined;
  #universal: { readonly instant: WallMs; readonly mono: MonoMs } | undefined;

  constructor(news: TimeNews) {
    this.#news = news;
  }

  heard(message: ClockMessage, family: ModemProfile | undefined, now: MonoMs): void {
    const { command, instant } = message;
    if (UNIVERSAL.has(command)) {
      if (instant !== undefined) this.#universal = { instant, mono: now };
      return;
    }
    const reading = readClock(message, family, this.#learned);
    if (reading === undefined) return;
    if (reading.kind === "settled") return this.#news.onNetworkTime(reading.instant);
    this.#learned = this.#shown(reading, now) ?? this.#news.onClockUnsettled?.(reading);
    if (this.#learned !== undefined) this.#news.onNetworkTime(reading[this.#learned]);
  }

  /** By what the network itself said in universal time. */
  #shown(reading: UnsettledTime, now: MonoMs): ClockMeaning | undefined {
    if (this.#universal === undefined) return undefined;
    const then = this.#universal.instant + elapsed(this.#universal.mono, now);
    return agreeing(reading, then);
  }
}

/** The meaning by which the reading says that instant. */
export function agreeing({ local, utc }: UnsettledTime, instant: number): ClockMeaning | undefined {
  if (Math.abs(local - instant) <= AGREEMENT) return "local";
  return Math.abs(utc - instant) <= AGREEMENT ? "utc" : undefined;
}
