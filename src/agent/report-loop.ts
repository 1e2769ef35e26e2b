import type { Duration } from "../base/duration.ts";
import { Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { PublishedEvent } from "../base/events.ts";
import { plainJson } from "../base/plain-text.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type * as contract from "../report/contract.ts";
import { diagnosisPayload } from "../report/diagnosis-payload.ts";
import type { EventMessage } from "../report/outbox-entry.ts";
import type { Outbox } from "../report/outbox.ts";
import { decisionPayload, eventPayload, statePayload } from "../report/payloads.ts";
import type { Identity, Picture, Said } from "../report/picture.ts";
import type { Publisher } from "../report/publisher.ts";
import type { Topics } from "../report/topics.ts";
import { usagePayload } from "../report/usage-payload.ts";
import { type EventTicket, joined } from "./event-ticket.ts";
import type { Evidence, JournalSide } from "./journal-side.ts";

type Fields = Readonly<Record<string, unknown>>;
export interface ReportLoopOptions {
  readonly topics: Topics;
  readonly identity: Identity;
  /** Retained topics are said at most this often; what happened in between is in the next one. */
  readonly pace?: Duration;
}

const USAGE_PACE = Minutes(1);

/**
 * Turns the picture into retained topics, and happenings into events. A retained message is said again only when
 * something other than its time stamp changed: the agent pays for its own bytes too.
 */
export class ReportLoop {
  readonly #clock: Clock;
  readonly #outbox: Outbox | undefined;
  readonly #journal: Pick<JournalSide, "note" | "riding">;
  readonly #publisher: Publisher | undefined;
  readonly #options: ReportLoopOptions;
  readonly #picture: () => Picture;
  readonly #said: () => Said;
  readonly #signatures = new Map<string, string>();
  readonly #events: EventMessage[] = [];
  #due: Cancel | undefined;
  /** Something changed during the pause. */
  #untold = false;
  #usageSaid: { readonly lines: string; readonly step: number; readonly at: MonoMs } | undefined;

  constructor(
    ports: {
      readonly clock: Clock;
      readonly outbox: Outbox | undefined;
      readonly publisher: Publisher | undefined;
      readonly journal: Pick<JournalSide, "note" | "riding">;
    },
    options: ReportLoopOptions,
    sources: { readonly picture: () => Picture; readonly said: () => Said },
  ) {
    this.#clock = ports.clock;
    this.#outbox = ports.outbox;
    this.#journal = ports.journal;
    ports.outbox?.carry(() => [ports.journal.riding()]);
    this.#publisher = ports.publisher;
    this.#options = options;
    this.#picture = sources.picture;
    this.#said = sources.said;
  }

  /** Something changed. The first change is said at once, the following ones together after the pace. */
  changed(): void {
    if (this.#publisher === undefined) return;
    if (this.#due !== undefined) {
      this.#untold = true;
      return;
    }
    this.#untold = false;
    // Events of this turn are on their way to the disk while the picture is drawn.
    if (this.#events.length > 0) queueMicrotask(() => this.#tell());
    else this.#tell();
    this.#due = this.#clock.after(this.#options.pace ?? Seconds(1), () => {
      this.#due = undefined;
      if (this.#untold) this.#tell();
    });
  }

  stop(): void {
    this.#due?.();
    this.#tell();
  }

  /**
   * An event that travels in the batch of what it tells of, and what waits for the journal with it. `fields` undefined: for the
   * journal alone. `evidence`: what the journal keeps of it, where that is more than others are told.
   */
  ticket(type: PublishedEvent, fields: Fields | undefined, evidence?: Evidence): EventTicket {
    this.#journal.note(type, evidence ?? { fields: fields ?? {} });
    const riding = this.#journal.riding();
    if (this.#outbox === undefined || fields === undefined) return riding;
    const payload = plainJson(eventPayload(type, fields, this.#said()));
    return joined(this.#outbox.prepare({ topic: this.#options.topics.topic(`event/${type}`), payload }), riding);
  }

  /** An event of its own. What happens in one turn is stored by one write: a detach alone makes four events. */
  event(type: PublishedEvent, fields: Fields, evidence?: Evidence): void {
    this.#journal.note(type, evidence ?? { fields });
    const outbox = this.#outbox;
    if (outbox === undefined) return;
    const payload = plainJson(eventPayload(type, fields, this.#said()));
    if (this.#events.length === 0) queueMicrotask(() => void outbox.post(...this.#events.splice(0)));
    this.#events.push({ topic: this.#options.topics.topic(`event/${type}`), payload });
  }

  #tell(): void {
    const picture = this.#picture();
    const said = this.#said();
    const { identity } = this.#options;
    this.#retain("state", statePayload(picture, identity, said), stateSignature);
    this.#retain("usage", usagePayload(picture, identity, said), (usage) => this.#usageSignature(usage));
    this.#retain("decision", decisionPayload(picture, said), decisionSignature);
    if (picture.diagnosis !== undefined)
      this.#retain("diagnosis", diagnosisPayload(picture.diagnosis, said), diagnosisSignature);
  }

  /** Usage is said again at once when a line is crossed, else at every whole percent (MiB without a quota), once a minute at most. */
  #usageSignature({
    at: _at,
    used,
    total: _total,
    pending,
    remaining: _remaining,
    usedPercent,
    buckets = [],
    beyond,
    ...rest
  }: contract.Usage): unknown {
    const drawn = buckets.map(({ left, ...bucket }) => ({ ...bucket, empty: left === 0 }));
    const lines = JSON.stringify({ ...rest, drawn, beyond: beyond !== undefined, pending: pending.total > 0 });
    const now = this.#clock.monoMs();
    const last = this.#usageSaid;
    if (last !== undefined && last.lines === lines && elapsed(last.at, now) < USAGE_PACE) return last;
    const step = usedPercent === undefined ? Math.floor(used.total / 1_048_576) : Math.floor(usedPercent);
    this.#usageSaid = last?.lines === lines && last.step === step ? last : { lines, step, at: now };
    return this.#usageSaid;
  }

  #retain<T>(name: string, payload: T | undefined, signature: (payload: T) => unknown): void {
    if (payload === undefined) return;
    const text = JSON.stringify(signature(payload));
    if (this.#signatures.get(name) === text) return;
    this.#signatures.set(name, text);
    this.#publisher?.setRetained(name, plainJson(payload));
  }
}

/** What makes the state worth saying again: everything but clocks, ages, the modem's counter, and a signal that merely trembles. */
function stateSignature({ at: _at, agent, signal, store, modemCounter: _counter, ...rest }: contract.State): unknown {
  const coarse = (dbm: number | undefined): number | undefined => (dbm === undefined ? undefined : Math.round(dbm / 6));
  return {
    ...rest,
    version: agent.version,
    durable: store.durable,
    rssi: coarse(signal?.rssiDbm),
    rsrp: coarse(signal?.rsrpDbm),
  };
}

/** Not when it was looked at, and a confidence that moved by a tenth only. */
function diagnosisSignature({
  at: _at,
  asOf: _asOf,
  clockTrusted: _clock,
  causes,
  ...rest
}: contract.Diagnosis): unknown {
  return { ...rest, causes: causes.map(({ confidence, ...row }) => ({ ...row, about: Math.round(confidence * 5) })) };
}

/** Not the reasons' wording nor what a class has left, which move with every byte: what they are. */
function decisionSignature({ level, reasons, since, until, enforced, allowances = [] }: contract.Decision): unknown {
  const classes = allowances.map(({ kind, why, rate }) => [kind, why, rate]);
  return { level, codes: reasons.map((reason) => reason.code), since, until, enforced, classes };
}
