import { Backoff, type BackoffShape } from "../base/backoff.ts";
import { type Duration, Millis, Seconds, describeDuration } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { type MonoMs, elapsed, monoAfter } from "../base/instant.ts";
import type { Broker, BrokerRefusal, BrokerSession, LossKind, Message } from "../ports/broker.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";

export interface ConnectionPorts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface ConnectionOptions {
  /** Made anew for each connect, so that its stamp is not the agent's start. */
  readonly will: () => Message | undefined;
  readonly backoff: BackoffShape;
  /** Only after an unbroken session of this length is the broker believed to be well again. */
  readonly stableAfter: Duration;
}

/** Nobody there has refused anything. */
const UNANSWERED: ReadonlySet<BrokerRefusal["why"]> = new Set(["unreachable", "timeout"]);

/** Why there is no session, or why there was none until a moment ago. */
export interface Setback {
  readonly why: BrokerRefusal["why"] | LossKind;
  readonly detail: string;
  readonly at: MonoMs;
}

type State =
  | { readonly kind: "off"; readonly since: MonoMs }
  | { readonly kind: "connecting"; readonly since: MonoMs }
  | { readonly kind: "connected"; readonly since: MonoMs; readonly session: BrokerSession; readonly cancel: Cancel }
  | { readonly kind: "waiting"; readonly since: MonoMs; readonly retryAt: MonoMs; readonly cancel: Cancel };

/**
 * MQTT 3.1.1 does not say that another client took the identifier over, the session just ends. Two devices with one
 * identifier that reconnect at once used 11 GB a day (tencentyun/qcloud-iot-sdk-android#7).
 */
const KICK_WITHIN = Seconds(10);
const KICKS_SUSPICIOUS = 3;

/** Keeps one session alive for as long as it is wanted: full jitter, never given up, never hammering. */
export class Connection {
  readonly #ports: ConnectionPorts;
  readonly #options: ConnectionOptions;
  readonly #backoff: Backoff;
  #state: State;
  #setback: Setback | undefined;
  #kicks = 0;
  #onSession: (session: BrokerSession) => void = () => {};
  #onLost: () => void = () => {};

  constructor(ports: ConnectionPorts, options: ConnectionOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#backoff = new Backoff(options.backoff, ports.random);
    this.#state = { kind: "off", since: ports.clock.monoMs() };
  }

  get state(): State {
    return this.#state;
  }

  /** Kept until a session has proved stable. */
  get setback(): Setback | undefined {
    return this.#setback;
  }

  start(listeners: { readonly onSession: (session: BrokerSession) => void; readonly onLost: () => void }): void {
    if (this.#state.kind !== "off") return;
    this.#onSession = listeners.onSession;
    this.#onLost = listeners.onLost;
    void this.#attempt();
  }

  /** No listener is called any more. A session that stands is the caller's to end. */
  stop(): void {
    const { clock, broker } = this.#ports;
    const state = this.#state;
    this.#state = { kind: "off", since: clock.monoMs() };
    if (state.kind === "connecting") broker.abandon();
    else if (state.kind !== "off") state.cancel();
  }

  /** What stood in the way is gone (service is back, the clock is right): the wait is drawn anew from the shortest. */
  retrySoon(): void {
    const state = this.#state;
    const why = this.#setback?.why;
    if (state.kind !== "waiting" || why === "credentials" || why === "taken-over" || why === "excess") return;
    const wait = new Backoff(this.#options.backoff, this.#ports.random).next();
    if (monoAfter(this.#ports.clock.monoMs(), wait) >= state.retryAt) return;
    state.cancel();
    this.#wait(wait);
  }

  /** The session is of no use any more, though the broker did not end it. */
  fail(why: string): void {
    const state = this.#state;
    if (state.kind !== "connected") return;
    this.#lost(state.session, why, "lost");
    void state.session.end(Millis(0));
  }

  async #attempt(): Promise<void> {
    const state: State = { kind: "connecting", since: this.#ports.clock.monoMs() };
    this.#state = state;
    const answer = await this.#ask();
    if (this.#state !== state) {
      if (answer.kind === "session") await answer.end(Millis(0));
    } else if (answer.kind === "refused") this.#refused(answer);
    else this.#accepted(answer);
  }

  /** An adapter that throws is our fault; the device must not fall silent for it. */
  async #ask(): Promise<BrokerSession | BrokerRefusal> {
    try {
      return await this.#ports.broker.connect(this.#options.will());
    } catch (thrown) {
      this.#ports.log.error("agent-fault", { what: "connecting to the broker failed", why: textOf(thrown) });
      return { kind: "refused", why: "unavailable", detail: textOf(thrown) };
    }
  }

  #accepted(session: BrokerSession): void {
    const { clock, log } = this.#ports;
    const cancel = clock.after(this.#options.stableAfter, () => {
      this.#backoff.reset();
      this.#kicks = 0;
      this.#setback = undefined;
    });
    this.#state = { kind: "connected", since: clock.monoMs(), session, cancel };
    log.info("broker-connected", { attempts: this.#backoff.attempt + 1 });
    session.onLost((why, kind) => this.#lost(session, why, kind));
    if (this.#holds(session)) this.#onSession(session);
  }

  #refused({ why, detail }: BrokerRefusal): void {
    const wait = why === "excess" ? this.#longWait() : this.#backoff.next();
    this.#setback = { why, detail, at: this.#ports.clock.monoMs() };
    const fields = { why, detail, attempts: this.#backoff.attempt, retryIn: exactly(wait) };
    if (why === "credentials" || why === "excess") this.#ports.log.error("broker-refused", fields);
    else this.#ports.log.warn(UNANSWERED.has(why) ? "broker-unreachable" : "broker-refused", fields);
    this.#wait(wait);
  }

  #lost(session: BrokerSession, found: string, kind: LossKind): void {
    const state = this.#state;
    if (state.kind !== "connected" || state.session !== session) return;
    state.cancel();
    const now = this.#ports.clock.monoMs();
    const lasted = elapsed(state.since, now);
    if (lasted <= KICK_WITHIN) this.#kicks += 1;
    const kicked = kind === "lost" && this.#kicks >= KICKS_SUSPICIOUS;
    const why = kicked ? "taken-over" : kind;
    const detail = kicked ? `${found}; ${this.#suspicion()}` : found;
    this.#setback = { why, detail, at: now };
    const wait = why === "lost" ? this.#backoff.next() : this.#longWait();
    const fields = { why, detail, lasted: exactly(lasted), retryIn: exactly(wait) };
    if (why === "lost") this.#ports.log.warn("broker-lost", fields);
    else this.#ports.log.error("broker-lost", fields);
    this.#wait(wait);
    this.#onLost();
  }

  #suspicion(): string {
    const times = `${this.#kicks} sessions ended within ${describeDuration(KICK_WITHIN)} of their start`;
    return `${times}: another client may be connected with this client identifier (every device needs its own), or the broker ends sessions for what is published (its log tells)`;
  }

  /** Between half of the cap and the cap: whoever shares the identifier, or floods us, is left alone for long. */
  #longWait(): Duration {
    const half = Millis(this.#options.backoff.cap / 2);
    this.#backoff.next();
    return Millis(half + new Backoff({ first: half, cap: half }, this.#ports.random).next());
  }

  #wait(wait: Duration): void {
    const { clock } = this.#ports;
    const since = clock.monoMs();
    const cancel = clock.after(wait, () => void this.#attempt());
    this.#state = { kind: "waiting", since, retryAt: monoAfter(since, wait), cancel };
  }

  #holds(session: BrokerSession): boolean {
    return this.#state.kind === "connected" && this.#state.session === session;
  }
}

/** Full jitter draws waits of a few milliseconds too; to a person "0 s" is no wait at all. */
const exactly = (duration: Duration): string =>
  duration < Seconds(1) ? `${Math.round(duration)} ms` : describeDuration(duration);
