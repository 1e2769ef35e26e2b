import type { WallMs } from "../base/instant.ts";
import type { Ledger } from "../meter/ledger.ts";
import { type Slot, slotAt, type SlotEdges } from "../plan/slot.ts";
import type { Clock } from "../ports/clock.ts";
import type { TimeKeeper } from "./time-keeper.ts";

/** Under which hour bytes are booked now. Zone arithmetic is dear (Intl): asked again only when the instant has left the slot. */
export class BillingHours {
  readonly #ports: { readonly time: TimeKeeper; readonly ledger: Ledger; readonly clock: Clock };
  /** Of hours alone, until it is told which plan holds. */
  #edges: SlotEdges = { zone: "UTC", minutes: [], instants: [] };
  #known: { readonly seen: WallMs; readonly slot: Slot } | undefined;

  constructor(ports: { readonly time: TimeKeeper; readonly ledger: Ledger; readonly clock: Clock }) {
    this.#ports = ports;
  }

  /** Another card, another plan, another fact. */
  part(edges: SlotEdges): void {
    this.#edges = edges;
    this.#known = undefined;
  }

  /** Undefined while the time is not trusted. */
  hour(): WallMs | undefined {
    const now = this.#ports.time.trusted();
    return now === undefined ? undefined : this.slotOf(now);
  }

  /** The trusted time, else the latest instant that was ever booked, else what the system says. */
  now(): WallMs {
    const { time, ledger, clock } = this.#ports;
    return time.trusted() ?? ledger.lastHour() ?? clock.wallMs();
  }

  slotOf(at: WallMs): WallMs {
    const known = this.#known;
    if (known !== undefined && at >= known.seen && at < known.slot.until) return known.slot.from;
    const slot = slotAt(at, this.#edges);
    this.#known = { seen: at, slot };
    return slot.from;
  }
}
