import { Days, type Duration, Minutes } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, type MonoMs, WallMs } from "../base/instant.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

/** Single entries stay for a cycle and some days: what a bill of last month is argued about can be looked at one by one. */
const ENTRIES_KEPT = Days(35);
/** It writes to the flash. */
const AT_MOST_EVERY = Days(1);
/** A start has better to do, above all one that follows another. Short enough for a terminal that is switched off at night. */
const NOT_BEFORE = Minutes(10);

export interface BookKeepingPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
}

/** Has the books give up what is old: some minutes after a start, then once a day at most; only while the time is trusted. */
export class BookKeeping {
  readonly #ports: BookKeepingPorts;
  readonly #retention: Duration;
  readonly #begun: MonoMs;
  #last: MonoMs | undefined;

  constructor(ports: BookKeepingPorts, retention: Duration) {
    this.#ports = ports;
    this.#begun = ports.clock.monoMs();
    this.#retention = retention;
  }

  /** To be asked now and then. `cycleFrom`: no hour of the running cycle is given up, however long it is. */
  look(trusted: WallMs | undefined, cycleFrom: WallMs | undefined): void {
    const { ledger, clock, log } = this.#ports;
    const mono = clock.monoMs();
    if (trusted === undefined || cycleFrom === undefined) return;
    if (elapsed(this.#begun, mono) < NOT_BEFORE) return;
    if (this.#last !== undefined && elapsed(this.#last, mono) < AT_MOST_EVERY) return;
    this.#last = mono;
    const hoursBefore = WallMs(Math.min(trusted - this.#retention, cycleFrom));
    const bounds = { now: trusted, entriesBefore: WallMs(trusted - ENTRIES_KEPT), hoursBefore };
    ledger
      .compact(bounds)
      .catch((thrown: unknown) => log.error("agent-fault", { what: "compacting the books", why: textOf(thrown) }));
  }
}
