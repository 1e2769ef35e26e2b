import { Millis, Minutes } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";
import type { Ledger } from "../meter/ledger.ts";
import { type Cycle, cycleAt } from "../plan/cycle.ts";
import { hourStart } from "../plan/zone.ts";
import type { Clock } from "../ports/clock.ts";
import type { TimeKeeper } from "./time-keeper.ts";

/** Every zone's offset is a multiple of a quarter of an hour, and so are its hours' edges. */
const QUARTER = Minutes(15);

/** The plan's hour and cycle now. Zone arithmetic is dear (Intl): both are computed again only when the instant has left them. */
export class BillingHours {
  readonly #ports: { readonly time: TimeKeeper; readonly ledger: Ledger; readonly clock: Clock };
  readonly #plan: { readonly cycleDay: number; readonly zone: string };
  #hour: { readonly seen: WallMs; readonly start: WallMs; readonly until: WallMs } | undefined;
  #cycle: Cycle | undefined;

  constructor(
    ports: { readonly time: TimeKeeper; readonly ledger: Ledger; readonly clock: Clock },
    plan: { readonly cycleDay: number; readonly zone: string },
  ) {
    this.#ports = ports;
    this.#plan = plan;
  }

  /** Undefined while the time is not trusted. */
  hour(): WallMs | undefined {
    const now = this.#ports.time.trusted();
    if (now === undefined) return undefined;
    const known = this.#hour;
    if (known !== undefined && now >= known.seen && now < known.until) return known.start;
    const start = hourStart(now, this.#plan.zone);
    this.#hour = { seen: now, start, until: wallAfter(now, Millis(QUARTER - (now % QUARTER))) };
    return start;
  }

  /** By the trusted time, else the latest instant that was ever booked, else what the system says. */
  cycle(): Cycle {
    const { time, ledger, clock } = this.#ports;
    const at = time.trusted() ?? ledger.lastHour() ?? clock.wallMs();
    const known = this.#cycle;
    if (known !== undefined && at >= known.from && at < known.to) return known;
    this.#cycle = cycleAt(at, { every: "month", day: this.#plan.cycleDay, zone: this.#plan.zone });
    return this.#cycle;
  }
}
