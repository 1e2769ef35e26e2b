import type { BackoffShape } from "../base/backoff.ts";
import { type Duration, Millis, Minutes, Seconds, describeDuration } from "../base/duration.ts";
import { type MonoMs, elapsed, monoAfter } from "../base/instant.ts";
import type { Broker, BrokerSession, Message, PublishOutcome } from "../ports/broker.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import { Connection, type Setback } from "./connection.ts";
import type { DropTally, EventMessage } from "./outbox-entry.ts";
import type { Outbox } from "./outbox.ts";
import { RetainedSet } from "./retained-set.ts";
import type { Topics } from "./topics.ts";

export interface PublisherPorts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly outbox: Outbox;
}

export interface PublisherOptions {
  readonly topics: Topics;
  /** What the broker says of us when we fall silent; birth what we say when we are there, farewell when we mean to go. */
  readonly will: () => Message;
  readonly birth: () => Message;
  readonly farewell: () => Message;
  /** The event that tells how many events were dropped. */
  readonly dropNotice: (dropped: DropTally) => EventMessage;
  readonly backoff: BackoffShape;
  readonly stableAfter: Duration;
  /** Messages sent and not yet acknowledged, of all kinds together. */
  readonly maxInflight: number;
  /** Some clouds know no retain flag, some no will: then the flag is not set, the will not given. */
  readonly retain: boolean;
  readonly willEnabled: boolean;
  /** With a message unacknowledged for so long (2 min) the session is dead, whatever the keepalive still hopes. */
  readonly ackTimeout?: Duration;
  /**
   * The same for the first message of a session (30 s): nothing is ahead of it, and the CONNACK, which is a round trip
   * as well, was not waited for any longer.
   */
  readonly firstAckTimeout?: Duration;
}

export interface PublisherStatus {
  readonly state: "connected" | "connecting" | "waiting" | "off";
  readonly since: MonoMs;
  readonly lastRefusal?: Setback;
  readonly retryAt?: MonoMs;
  /** Connected, with messages under way: since when the broker has acknowledged none, and whether it ever did. */
  readonly unacknowledged?: { readonly since: MonoMs; readonly ever: boolean };
  readonly queued: number;
  readonly dropped: number;
}

/** A session and what is on its way in it. Outcomes of an older one must not touch the newer one's count. */
interface Flight {
  readonly session: BrokerSession;
  readonly window: number;
  inFlight: number;
  cancelTimeout: Cancel;
  /** Since when an acknowledgement is owed; meaningless while nothing is under way. */
  owedSince: MonoMs;
  /** Whether this session's broker ever answered a message. */
  answered: boolean;
  /** Drops are told before what was kept, and again only when the queue is empty: not one notice for each drop. */
  noticeDue: boolean;
  noticeSent: boolean;
}

interface Job {
  readonly message: Message;
  readonly settled: (outcome: PublishOutcome) => void;
}

/** Keeps the broker told: the retained state as it is now, and every event once at least, in order. */
export class Publisher {
  readonly #ports: PublisherPorts;
  readonly #options: PublisherOptions;
  readonly #connection: Connection;
  readonly #retained = new RetainedSet();
  #flight: Flight | undefined;

  constructor(ports: PublisherPorts, options: PublisherOptions) {
    this.#ports = ports;
    this.#options = options;
    const will = (): Message | undefined => (options.willEnabled ? this.#flagged(options.will()) : undefined);
    this.#connection = new Connection(ports, { ...options, will });
  }

  start(): void {
    this.#ports.outbox.onReady(() => this.#pump());
    this.#connection.start({ onSession: (session) => this.#begin(session), onLost: () => this.#drop() });
  }

  /** The latest state under this name: told when it differs from what the broker has, and anew after every connect. */
  setRetained(name: string, payload: string): void {
    this.#retained.set(name, payload);
    this.#pump();
  }

  /** What stood in the way is gone (service is back, the clock is right): do not wait the whole back-off out. */
  retrySoon(): void {
    this.#connection.retrySoon();
  }

  status(): PublisherStatus {
    const { state, setback } = this.#connection;
    const { size: queued, dropped } = this.#ports.outbox;
    const flight = this.#flight;
    return {
      state: state.kind,
      since: state.since,
      ...(setback && { lastRefusal: setback }),
      ...(state.kind === "waiting" && { retryAt: state.retryAt }),
      ...(flight !== undefined &&
        flight.inFlight > 0 && { unacknowledged: { since: flight.owedSince, ever: flight.answered } }),
      queued,
      dropped,
    };
  }

  /** Says farewell and ends within the deadline, whatever the broker does. Queued events stay in the outbox. */
  async stop(deadline: Duration): Promise<void> {
    const { clock, outbox } = this.#ports;
    const end = monoAfter(clock.monoMs(), deadline);
    const flight = this.#flight;
    this.#flight = undefined;
    outbox.onReady(() => {});
    this.#connection.stop();
    if (flight === undefined) return;
    flight.cancelTimeout();
    const farewell = flight.session.publish(this.#flagged(this.#options.farewell()));
    await this.#within(Millis(deadline / 2), farewell);
    await flight.session.end(Millis(Math.max(0, elapsed(clock.monoMs(), end))));
  }

  #begin(session: BrokerSession): void {
    this.#retained.forgotten();
    const window = Math.min(this.#options.maxInflight, session.receiveMaximum);
    const flight: Flight = {
      session,
      window,
      inFlight: 0,
      cancelTimeout: () => {},
      owedSince: this.#ports.clock.monoMs(),
      answered: false,
      noticeDue: true,
      noticeSent: false,
    };
    this.#flight = flight;
    this.#send(flight, { message: this.#flagged(this.#options.birth()), settled: () => {} });
    this.#pump();
  }

  #drop(): void {
    this.#flight?.cancelTimeout();
    this.#flight = undefined;
    this.#ports.outbox.returned();
  }

  #pump(): void {
    const flight = this.#flight;
    if (flight === undefined) return;
    for (let job = this.#nextJob(flight); job !== undefined; job = this.#nextJob(flight)) this.#send(flight, job);
  }

  #nextJob(flight: Flight): Job | undefined {
    if (flight.inFlight >= flight.window) return undefined;
    return (
      this.#retainedJob(flight) ??
      this.#noticeJob(flight, flight.noticeDue) ??
      this.#eventJob() ??
      this.#noticeJob(flight, true)
    );
  }

  #send(flight: Flight, { message, settled }: Job): void {
    flight.inFlight += 1;
    if (flight.inFlight === 1) this.#watch(flight);
    void flight.session.publish(message).then((outcome) => {
      flight.inFlight -= 1;
      settled(outcome);
      if (this.#flight !== flight) return;
      // A session tells that it is lost before its messages do; one that does not would be fed without end.
      if (outcome === "lost") return this.#connection.fail("the session takes no messages");
      flight.answered = true;
      this.#watch(flight);
      this.#pump();
    });
  }

  #retainedJob(flight: Flight): Job | undefined {
    const next = this.#retained.next();
    if (next === undefined) return undefined;
    const topic = this.#options.topics.topic(next.name);
    return {
      message: { topic, payload: next.payload, qos: 1, retain: this.#options.retain },
      settled: (outcome) => {
        if (this.#flight === flight) this.#retained.settled(next.name, outcome);
      },
    };
  }

  #eventJob(): Job | undefined {
    const { outbox } = this.#ports;
    const entry = outbox.next();
    if (entry === undefined) return undefined;
    return {
      message: { topic: entry.topic, payload: entry.payload, qos: 1, retain: false },
      settled: (outcome) => {
        if (outcome !== "lost") outbox.acknowledged(entry.seq);
      },
    };
  }

  #noticeJob(flight: Flight, due: boolean): Job | undefined {
    const { untold } = this.#ports.outbox;
    if (!due || untold === undefined || flight.noticeSent) return undefined;
    flight.noticeDue = false;
    flight.noticeSent = true;
    return {
      message: { ...this.#options.dropNotice(untold), qos: 1, retain: false },
      settled: (outcome) => {
        flight.noticeSent = false;
        if (outcome !== "lost") this.#ports.outbox.toldDropped(untold);
      },
    };
  }

  /** Starts the wait for an acknowledgement anew, as long as one is owed. */
  #watch(flight: Flight): void {
    const { ackTimeout = Minutes(2), firstAckTimeout = Seconds(30) } = this.#options;
    const { clock } = this.#ports;
    flight.cancelTimeout();
    flight.owedSince = clock.monoMs();
    if (flight.inFlight === 0) return;
    const limit = flight.answered ? ackTimeout : firstAckTimeout;
    const found = flight.answered
      ? "the broker acknowledged nothing for"
      : "the broker accepted the session, but acknowledged nothing for";
    flight.cancelTimeout = clock.after(limit, () => this.#connection.fail(`${found} ${describeDuration(limit)}`));
  }

  async #within(limit: Duration, outcome: Promise<PublishOutcome>): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#ports.clock.after(limit, resolve);
      void outcome.then(() => {
        cancel();
        resolve();
      });
    });
  }

  #flagged(message: Message): Message {
    return { ...message, retain: message.retain && this.#options.retain };
  }
}
