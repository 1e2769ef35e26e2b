import type {
  Broker,
  BrokerRefusal,
  BrokerSession,
  LossKind,
  Message,
  PublishOutcome,
} from "../../src/ports/broker.ts";

interface Unanswered {
  readonly message: Message;
  readonly settle: (outcome: PublishOutcome) => void;
}

/** A session as the broker sees it: a test may hold its acknowledgements back, or cut it. */
export class FakeSession implements BrokerSession {
  readonly kind = "session";
  receiveMaximum = 0xffff;
  readonly published: Message[] = [];
  readonly unanswered: Unanswered[] = [];
  /** Whether it ended with DISCONNECT. */
  ended = false;
  alive = true;
  readonly #broker: FakeBroker;
  readonly #will: Message | undefined;
  #onLost: (why: string, kind: LossKind) => void = () => {};

  constructor(broker: FakeBroker, will: Message | undefined) {
    this.#broker = broker;
    this.#will = will;
  }

  publish(message: Message): Promise<PublishOutcome> {
    if (!this.alive) return Promise.resolve("lost");
    this.published.push(message);
    return new Promise((settle) => {
      this.unanswered.push({ message, settle });
      if (!this.#broker.frozen) this.acknowledge();
    });
  }

  /** Answers the oldest, or all that wait. */
  acknowledge(count = Infinity, outcome: "acknowledged" | "rejected" = "acknowledged"): void {
    for (const { message, settle } of this.unanswered.splice(0, count)) {
      if (outcome === "acknowledged") this.#broker.deliver(message);
      settle(outcome);
    }
  }

  onLost(listener: (why: string, kind: LossKind) => void): void {
    this.#onLost = listener;
  }

  end(): Promise<void> {
    this.ended = this.alive;
    this.#die();
    return Promise.resolve();
  }

  /** The socket is cut; the broker publishes the will. */
  cut(kind: LossKind = "lost"): void {
    if (!this.alive) return;
    if (this.#will !== undefined) this.#broker.deliver(this.#will);
    this.#onLost(kind === "lost" ? "the connection was cut" : "another client came", kind);
    this.#die();
  }

  #die(): void {
    this.alive = false;
    for (const { settle } of this.unanswered.splice(0)) settle("lost");
  }
}

/** A broker in memory: says what it is told to say, remembers everything. */
export class FakeBroker implements Broker {
  readonly sessions: FakeSession[] = [];
  /** What subscribers got, wills included. */
  readonly delivered: Message[] = [];
  readonly retained = new Map<string, Message>();
  attempts = 0;
  /** How often an attempt was given up. */
  abandoned = 0;
  /** What the next attempts are answered; `silence` answers when the attempt is given up. */
  answer: "accept" | "silence" | BrokerRefusal = "accept";
  /** Acknowledges nothing while true. */
  frozen = false;
  #abandon: () => void = () => {};

  get session(): FakeSession {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error("there was no session yet");
    return last;
  }

  connect(will: Message | undefined): Promise<BrokerSession | BrokerRefusal> {
    this.attempts += 1;
    if (this.answer === "silence") {
      return new Promise((resolve) => {
        this.#abandon = () => resolve(refused("unreachable"));
      });
    }
    if (this.answer !== "accept") return Promise.resolve(this.answer);
    const session = new FakeSession(this, will);
    this.sessions.push(session);
    return Promise.resolve(session);
  }

  abandon(): void {
    this.abandoned += 1;
    this.#abandon();
  }

  deliver(message: Message): void {
    this.delivered.push(message);
    if (message.retain) this.retained.set(message.topic, message);
  }

  payloads(topic: string): string[] {
    return this.delivered.filter((message) => message.topic === topic).map(({ payload }) => payload);
  }
}

export const refused = (why: BrokerRefusal["why"]): BrokerRefusal => ({
  kind: "refused",
  why,
  detail: `refused: ${why}`,
});
