import type { Duration } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import type { WallMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import { type DropTally, TALLY_KEY, tallied } from "./outbox-entry.ts";

interface DeparturesPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** Ops that somebody promised to write, and how to take the promise back. */
interface Taken {
  readonly ops: readonly StoreOp[];
  restore(): void;
}

/**
 * What the store must still learn of events that left the outbox: their deletion, and how many were dropped untold.
 * It rides along with the next event that is written; by itself it is written only after so many or so long, because
 * a synced batch costs 8.2 kB of flash (measured), and an event told twice after a power cut costs less.
 */
export class Departures {
  readonly #ports: DeparturesPorts;
  readonly #afterEvents: number;
  readonly #after: Duration;
  #keys = new Set<string>();
  #tally: DropTally | undefined;
  #tallyChanged = false;
  #cancel: Cancel | undefined;

  constructor(ports: DeparturesPorts, limits: { readonly afterEvents: number; readonly after: Duration }) {
    this.#ports = ports;
    this.#afterEvents = limits.afterEvents;
    this.#after = limits.after;
  }

  get tally(): DropTally | undefined {
    return this.#tally;
  }

  get full(): boolean {
    return this.#keys.size >= this.#afterEvents;
  }

  inherit(tally: DropTally | undefined): void {
    this.#tally = tally;
  }

  left(key: string): void {
    this.#keys.add(key);
  }

  dropped(at: WallMs): void {
    this.#tally = tallied(this.#tally, at);
    this.#tallyChanged = true;
  }

  /** The broker knows of these; what was dropped meanwhile stays. */
  told(told: DropTally): void {
    const now = this.#tally;
    const dropped = (now?.dropped ?? 0) - told.dropped;
    this.#tally = now !== undefined && dropped > 0 ? { dropped, from: told.to, to: now.to } : undefined;
    this.#tallyChanged = true;
    this.later();
  }

  take(): Taken {
    const keys = this.#keys;
    this.#keys = new Set();
    const ops: StoreOp[] = [...keys].map((key) => ({ del: key }));
    const tally = this.#tally;
    if (this.#tallyChanged) ops.push(tally ? { put: TALLY_KEY, value: JSON.stringify(tally) } : { del: TALLY_KEY });
    this.#tallyChanged = false;
    return {
      ops,
      restore: () => {
        for (const key of keys) this.#keys.add(key);
        this.#tallyChanged = true;
        this.later();
      },
    };
  }

  later(): void {
    if (this.#cancel !== undefined || (this.#keys.size === 0 && !this.#tallyChanged)) return;
    this.#cancel = this.#ports.clock.after(this.#after, () => void this.settle());
  }

  /** Never rejects: what could not be written is tried again later. */
  async settle(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const taken = this.take();
    if (taken.ops.length === 0) return;
    try {
      await this.#ports.store.write(taken.ops);
    } catch (thrown) {
      this.#ports.log.error("agent-fault", { what: "the outbox could not be settled", why: textOf(thrown) });
      taken.restore();
    }
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
