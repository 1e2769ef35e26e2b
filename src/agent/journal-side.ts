import { type Duration, Hours, Millis, Minutes } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { isoInstant } from "../base/instant.ts";
import { ageOf, type Flood } from "../journal/flood.ts";
import { happening, type What } from "../journal/happenings.ts";
import type { Draft, Fields, JournalEntry } from "../journal/journal-entry.ts";
import type { Journal, Now } from "../journal/journal.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Said } from "../report/picture.ts";
import { carried, type EventTicket, NO_TICKET } from "./event-ticket.ts";

export interface JournalSidePorts {
  readonly journal: Journal;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly bootId: string;
}

export interface JournalHooks {
  said(): Said;
  /** Where the meter stands; undefined while it does not. */
  meter(): Fields | undefined;
  /** Entries were taken away for good: files that they named may go. */
  pruned(): void;
}

/** What the journal keeps of something; `private`: what a masked copy leaves out, each in `fields` masked. */
export type Evidence = Pick<Draft, "fields" | "private">;

/** Of what was cut off or run out it matters how much had been used. */
const WITH_METER: readonly What[] = [
  "network-detached",
  "context-lost",
  "service-down",
  "suspension-suspected",
  "over-limit",
  "cycle-started",
];

/** Of so many entries that wait, the oldest unimportant ones are given up: memory is bounded, and this is never reached. */
const MOST_WAITING = 256;
const [AT_ONCE, SOON]: readonly [Duration, Duration] = [Millis(1), Minutes(1)];
const LOOK_EVERY = Hours(1);

/**
 * What happens, on its way into the journal. What matters is written with the batch of what it tells of, or at once where there is
 * none; the rest rides with whatever is written next, a minute later at the latest.
 */
export class JournalSide {
  readonly #ports: JournalSidePorts;
  readonly #hooks: JournalHooks;
  readonly #flood: Flood;
  #waiting: Draft[] = [];
  #due: { readonly within: Duration; readonly cancel: Cancel } | undefined;
  #look: Cancel = () => {};
  #read: string | undefined;
  readonly #identified = new Map<What, string>();
  #closed = false;

  constructor(ports: JournalSidePorts, hooks: JournalHooks, flood: Flood) {
    this.#ports = ports;
    this.#hooks = hooks;
    this.#flood = flood;
  }

  start(): void {
    const look = (): void => {
      this.#look = this.#ports.clock.after(LOOK_EVERY, look);
      this.#round();
    };
    this.#look = this.#ports.clock.after(LOOK_EVERY, look);
    // What a killed agent had no time for.
    this.#hooks.pruned();
  }

  note(what: What, { fields, private: hidden }: Evidence): void {
    const { weight } = happening(what) ?? { weight: "never" };
    if (weight === "never" || this.#closed) return;
    const held = this.#flood.admit(what, fields, this.#ports.clock.monoMs());
    if (held === undefined) return;
    const meter = WITH_METER.includes(what) ? this.#hooks.meter() : undefined;
    const whole = { ...fields, ...(meter && { meter }), ...(held === 0 ? {} : { heldBack: held }) };
    this.#wait({ what, fields: whole, ...(hidden && Object.keys(hidden).length > 0 ? { private: hidden } : {}) });
    this.#writeWithin(weight === "now" ? AT_ONCE : SOON);
  }

  /** Which card, which modem: noted once for each. */
  identified(what: "card-identified" | "modem-identified", evidence: Evidence): void {
    const known = JSON.stringify(evidence);
    if (this.#identified.get(what) === known) return;
    this.#identified.set(what, known);
    this.note(what, evidence);
  }

  /** Everything that waits, for a batch that is written in this turn. */
  riding(): EventTicket {
    const drafts = this.#waiting;
    if (drafts.length === 0) return NO_TICKET;
    this.#waiting = [];
    this.#due?.cancel();
    this.#due = undefined;
    return this.#ports.journal.append(drafts, this.#now());
  }

  /** Resolves when what was noted is in the store. Rejects only when the store does. */
  async flush(): Promise<"durable" | "kept"> {
    const ticket = this.riding();
    const batch = this.#ports.store.write(ticket.ops);
    await carried(batch, ticket);
    return await batch;
  }

  /** What waits, and what was held back, to the disk; nothing is noted any more. */
  async close(): Promise<void> {
    this.#look();
    this.#tellHeld();
    this.#closed = true;
    if (this.#waiting.length > 0) await this.#flushed();
    this.#due?.cancel();
    await this.#ports.journal.close();
  }

  #now(): Now {
    const { clock, bootId } = this.#ports;
    const { wall, trusted } = this.#hooks.said();
    return { at: { wall, bootId, mono: clock.monoMs() }, trusted };
  }

  #wait(draft: Draft): void {
    if (this.#waiting.length >= MOST_WAITING) {
      const least = this.#waiting.findIndex(({ what }) => happening(what)?.weight === "soon");
      this.#waiting.splice(Math.max(0, least), 1);
    }
    this.#waiting.push(draft);
  }

  #writeWithin(within: Duration): void {
    if (this.#due !== undefined && this.#due.within <= within) return;
    this.#due?.cancel();
    const cancel = this.#ports.clock.after(within, () => {
      this.#due = undefined;
      void this.#flushed();
    });
    this.#due = { within, cancel };
  }

  async #flushed(): Promise<void> {
    await this.flush().catch((thrown: unknown) => this.#fault("writing the journal", thrown));
  }

  /** Once a day the meter is read; what is old goes. */
  #round(): void {
    const { wall, trusted } = this.#hooks.said();
    const day = isoInstant(wall).slice(0, 10);
    const meter = trusted && day !== this.#read ? this.#hooks.meter() : undefined;
    if (meter !== undefined) {
      if (this.#read !== undefined) this.#tellHeld();
      this.#read = day;
      this.note("meter-reading", { fields: meter });
    }
    this.#ports.journal.prune(this.#now()).then(
      (gone) => (gone.length === 0 ? undefined : this.#hooks.pruned()),
      (thrown: unknown) => this.#fault("pruning the journal", thrown),
    );
  }

  #tellHeld(): void {
    for (const { what, fields, count } of this.#flood.rest())
      if (isWhat(what)) this.#wait({ what, fields: { ...fields, heldBack: count } });
  }

  #fault(what: string, thrown: unknown): void {
    this.#ports.log.error("agent-fault", { what, why: textOf(thrown) });
  }
}

const isWhat = (what: string): what is What => happening(what) !== undefined;

/** What was written lately counts against what may be written now: a device that starts again and again fills nothing, either. */
export const floodOf =
  (flood: Flood, now: Now) =>
  (entry: JournalEntry): void => {
    const age = ageOf(entry, now);
    if (age !== undefined) flood.remember(entry.what, entry.fields, age, now.at.mono);
  };
