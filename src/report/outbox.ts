import { type Duration, Minutes } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import type { WallMs } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import { Departures } from "./departures.ts";
import { type DropTally, ENTRY_RANGE, type EventMessage, type OutboxEntry, TALLY_KEY } from "./outbox-entry.ts";
import { decodeEntry, decodeTally, encodeEntry, entryBytes, entryKey, seqOf } from "./outbox-entry.ts";

export interface OutboxPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OutboxOptions {
  readonly maxEvents: number;
  /** Of keys and values, on the disk; what is queued is also held in memory, so this bounds that too. */
  readonly maxBytes: number;
  /** What the broker has is deleted with the next event, or after so many (32) or so long (5 min). */
  readonly settleAfterEvents?: number;
  readonly settleAfter?: Duration;
}

/**
 * One event on its way into the store. Its `ops` go into the batch with whatever the event tells of; then `commit()`,
 * whether the store says `durable` or `kept` (a kept batch is as good as written until the power goes, and then what
 * the event tells of is gone with it). `abandon()` when the batch was not taken at all.
 */
export interface Ticket {
  readonly ops: readonly StoreOp[];
  commit(): void;
  abandon(): void;
}

interface Queued {
  readonly entry: OutboxEntry;
  readonly bytes: number;
  /** `prepared`: not yet written; `sent`: on its way to the broker. */
  phase: "prepared" | "queued" | "sent";
}

/** The durable queue of events: bounded, in order, the oldest dropped first and counted; each told at least once. */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #options: OutboxOptions;
  readonly #departures: Departures;
  /** In the order of their numbers: a Map keeps the order of insertion. */
  readonly #queue = new Map<number, Queued>();
  #bytes = 0;
  #nextSeq = 1;
  /** Events of a former run are deleted as soon as the last of them is told: a crash loop must not tell them each time. */
  #lastInherited = 0;
  #dropped = 0;
  #onReady: () => void = () => {};
  #alongside: () => readonly Ticket[] = () => [];

  private constructor(ports: OutboxPorts, options: OutboxOptions) {
    this.#ports = ports;
    this.#options = options;
    const { settleAfterEvents = 32, settleAfter = Minutes(5) } = options;
    this.#departures = new Departures(ports, { afterEvents: settleAfterEvents, after: settleAfter });
  }

  /** Takes up what a former run left, as far as the bound allows. Rejects only when the store does. */
  static async open(ports: OutboxPorts, options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(ports, options);
    const tally = decodeTally(await ports.store.get(TALLY_KEY));
    outbox.#departures.inherit(tally);
    outbox.#dropped = tally?.dropped ?? 0;
    for await (const [key, value] of ports.store.range(...ENTRY_RANGE)) {
      outbox.#inherit(key, value);
      if (outbox.#departures.full) await outbox.#departures.settle();
    }
    outbox.#departures.later();
    return outbox;
  }

  /** Events that would outlive a kill: one whose batch is still on its way to the store is not counted. */
  get size(): number {
    let size = 0;
    for (const { phase } of this.#queue.values()) if (phase !== "prepared") size += 1;
    return size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Events given up since this run began, and those of former runs that were not told yet. */
  get dropped(): number {
    return this.#dropped;
  }

  /** What was dropped and not yet told. */
  get untold(): DropTally | undefined {
    return this.#departures.tally;
  }

  /** Called in the same turn in which an event became ready to be sent. */
  onReady(listener: () => void): void {
    this.#onReady = listener;
  }

  /** Asked for what else goes into the batch of events that go into nobody else's. */
  carry(alongside: () => readonly Ticket[]): void {
    this.#alongside = alongside;
  }

  prepare(message: EventMessage): Ticket {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    const entry: OutboxEntry = { ...message, seq, at: this.#ports.clock.wallMs() };
    const value = encodeEntry(entry);
    const bytes = entryBytes(value);
    if (bytes > this.#options.maxBytes) this.#countDropped(entry.at);
    else this.#admit({ entry, bytes, phase: "prepared" });
    const taken = this.#departures.take();
    const queued = this.#queue.get(seq);
    return {
      ops: queued === undefined ? taken.ops : [...taken.ops, { put: entryKey(seq), value }],
      commit: () => {
        if (queued?.phase !== "prepared") return;
        queued.phase = "queued";
        this.#onReady();
      },
      abandon: () => {
        if (queued !== undefined && queued.phase !== "prepared") return;
        this.#remove(seq);
        taken.restore();
        this.#onReady();
      },
    };
  }

  /** Stores events that go into nobody else's batch, in one write of their own. Never rejects. */
  async post(...messages: readonly EventMessage[]): Promise<void> {
    const tickets = [...messages.map((message) => this.prepare(message)), ...this.#alongside()];
    try {
      await this.#ports.store.write(tickets.flatMap((ticket) => ticket.ops));
    } catch (thrown) {
      for (const ticket of tickets) ticket.abandon();
      this.#ports.log.error("agent-fault", { what: "an event could not be stored", why: textOf(thrown) });
      return;
    }
    for (const ticket of tickets) ticket.commit();
  }

  /** The oldest event that is not on its way yet, and from now on is. Never one past an event that is still being written. */
  next(): OutboxEntry | undefined {
    for (const queued of this.#queue.values()) {
      if (queued.phase === "prepared") return undefined;
      if (queued.phase === "sent") continue;
      queued.phase = "sent";
      return queued.entry;
    }
    return undefined;
  }

  /** The session ended: what was on its way and not acknowledged is to be sent again, in its old order. */
  returned(): void {
    for (const queued of this.#queue.values()) if (queued.phase === "sent") queued.phase = "queued";
  }

  acknowledged(seq: number): void {
    if (!this.#queue.has(seq)) return;
    this.#remove(seq);
    this.#departures.left(entryKey(seq));
    const lastInheritedTold = seq <= this.#lastInherited && this.#oldest() > this.#lastInherited;
    if (lastInheritedTold || this.#departures.full) void this.#departures.settle();
    else this.#departures.later();
  }

  /** The broker knows of these drops. */
  toldDropped(told: DropTally): void {
    this.#departures.told(told);
  }

  /** Writes what is outstanding. What is queued stays for the next run. */
  async close(): Promise<void> {
    this.#onReady = () => {};
    await this.#departures.settle();
    this.#departures.close();
  }

  #inherit(key: string, value: string): void {
    const seq = seqOf(key);
    if (Number.isSafeInteger(seq)) this.#nextSeq = Math.max(this.#nextSeq, seq + 1);
    const entry = decodeEntry(key, value);
    if (entry === undefined) {
      this.#departures.left(key);
      this.#countDropped(this.#ports.clock.wallMs());
      return;
    }
    this.#admit({ entry, bytes: entryBytes(value), phase: "queued" });
    this.#lastInherited = entry.seq;
  }

  #admit(queued: Queued): void {
    const { maxEvents, maxBytes } = this.#options;
    while (this.#queue.size >= maxEvents || this.#bytes + queued.bytes > maxBytes) {
      const victim = this.#victim();
      if (victim === undefined) break;
      this.#remove(victim.seq);
      this.#departures.left(entryKey(victim.seq));
      this.#countDropped(victim.at);
    }
    this.#queue.set(queued.entry.seq, queued);
    this.#bytes += queued.bytes;
  }

  #remove(seq: number): void {
    this.#bytes -= this.#queue.get(seq)?.bytes ?? 0;
    this.#queue.delete(seq);
  }

  /** The oldest; but rather one whose acknowledgement cannot arrive any moment, or it is counted as lost and is not. */
  #victim(): OutboxEntry | undefined {
    for (const { entry, phase } of this.#queue.values()) if (phase !== "sent") return entry;
    return this.#queue.values().next().value?.entry;
  }

  #oldest(): number {
    return this.#queue.keys().next().value ?? Infinity;
  }

  #countDropped(at: WallMs): void {
    if (this.untold === undefined) this.#ports.log.warn("outbox-dropped", { ...this.#options });
    this.#departures.dropped(at);
    this.#dropped += 1;
  }
}
