import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import { elapsed } from "../base/instant.ts";
import { decidingRegistration } from "../modem/service.ts";
import type { Modem } from "../modem/modem.ts";
import { statCarriesData, statName } from "../codes/registration-stat.ts";
import { TEST_BYTES_PER_DAY } from "../policy/next-probe.ts";
import type { Clock } from "../ports/clock.ts";
import type { ProbeOutcome, ProbeRequest } from "../ports/path-probe.ts";
import {
  ACCEPTANCE_LINES,
  type AcceptanceLine,
  type AcceptanceLineId,
  type LineResult,
  paymentSeen,
  signalSeen,
} from "../replace/acceptance.ts";
import type { PaymentSaid } from "../replace/ticket.ts";
import type { PublisherStatus } from "../report/publisher.ts";
import { type BearerView, callDown } from "./bearer-view.ts";

type Seen = { readonly result: LineResult; readonly found?: string };

export interface AcceptanceView {
  modem(): Modem;
  bearer(): BearerView;
  publisher(): PublisherStatus | undefined;
  /** Something that the broker has to acknowledge. */
  sayToBroker(): void;
  probe(request: ProbeRequest): Promise<ProbeOutcome | "busy" | "spent" | "absent">;
  /** Bytes of the card's book so far, the counters read just now; undefined where nothing is metered. */
  counted(): bigint | undefined;
  payment(): PaymentSaid | undefined;
}

export interface AcceptanceOrders {
  readonly dns?: ProbeRequest;
  readonly paymentHost?: ProbeRequest;
  readonly paymentTls?: ProbeRequest;
  readonly echo?: ProbeRequest;
  /** dBm. */
  readonly leastSignal?: number;
}

/** A card that was just put in takes its time to be let in; what stands on it is not worth more than a minute's waiting. */
const WITHIN: Readonly<Record<"modem" | "broker" | "probe", Duration>> = {
  modem: Seconds(60),
  broker: Seconds(40),
  probe: Seconds(30),
};
const EVERY = Seconds(1);
const SPENT = `the ${TEST_BYTES_PER_DAY} bytes that acceptance tests have a day are used up until 00:00 UTC`;

/** Tries line by line what a new card has to show; each line is told as soon as it is known. One run. */
export class AcceptanceRun {
  readonly #clock: Clock;
  readonly #orders: AcceptanceOrders;
  readonly #view: AcceptanceView;
  #lines: readonly AcceptanceLine[] = [];
  #stopped = false;
  #wake: () => void = () => {};
  /** What the probes of this run sent and got, and the book's total before the first. */
  #passed = 0;
  #before: bigint | undefined;

  constructor(clock: Clock, orders: AcceptanceOrders, view: AcceptanceView) {
    this.#clock = clock;
    this.#orders = orders;
    this.#view = view;
  }

  /** Those that are known so far. */
  get lines(): readonly AcceptanceLine[] {
    return this.#lines;
  }

  /** Undefined when it was stopped. */
  async run(): Promise<readonly AcceptanceLine[] | undefined> {
    this.#before = this.#view.counted();
    for (const id of ACCEPTANCE_LINES) {
      const began = this.#clock.monoMs();
      const seen = await this.#line(id);
      if (this.#stopped) return undefined;
      this.#lines = [...this.#lines, { id, tookMs: elapsed(began, this.#clock.monoMs()), ...seen }];
    }
    return this.#lines;
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async #line(id: AcceptanceLineId): Promise<Seen> {
    const { dns, paymentHost, paymentTls, leastSignal } = this.#orders;
    switch (id) {
      case "sim":
        return await this.#until(WITHIN.modem, () => simSeen(this.#view.modem()));
      case "registered":
        return await this.#until(WITHIN.modem, () => registeredSeen(this.#view.modem()));
      case "signal":
        return this.#signal(leastSignal);
      case "bearer":
        return await this.#until(WITHIN.modem, () => bearerSeen(this.#view.modem(), this.#view.bearer()));
      case "dns":
        return await this.#probed(dns);
      case "payment_host":
        return await this.#probed(paymentHost);
      case "payment_tls":
        return await this.#probed(paymentTls);
      case "broker":
        return await this.#broker();
      case "counted":
        return await this.#counted();
      case "payment":
        return paymentSeen(this.#view.payment());
      default:
        return unreachable(id);
    }
  }

  #signal(leastDbm: number | undefined): Seen {
    const { signal, service } = this.#view.modem();
    const signalDbm = signal?.rsrpDbm ?? signal?.rssiDbm;
    return signalSeen({ leastDbm, signalDbm, observable: service.data !== "not-observable" });
  }

  async #broker(): Promise<Seen> {
    if (this.#view.publisher() === undefined) return { result: "not-set-up" };
    this.#view.sayToBroker();
    return await this.#until(WITHIN.broker, () => brokerSeen(this.#view.publisher()));
  }

  async #probed(request: ProbeRequest | undefined): Promise<Seen> {
    if (request === undefined) return { result: "not-set-up" };
    const end = this.#clock.monoMs() + WITHIN.probe;
    for (;;) {
      const outcome = await this.#view.probe(request);
      if (outcome === "absent") return { result: "not-made", found: "no probe can be sent from here" };
      if (outcome === "spent") return { result: "not-made", found: SPENT };
      if (outcome !== "busy") {
        this.#passed += outcome.sent + outcome.received;
        return probeSeen(outcome);
      }
      if (this.#clock.monoMs() >= end || this.#stopped)
        return { result: "not-made", found: "another probe was under way" };
      await this.#pause();
    }
  }

  /** Where nothing was sent yet an echo is. What is booked is counted by the interface, in other headers' sizes: half of it is proof. */
  async #counted(): Promise<Seen> {
    const { echo } = this.#orders;
    if (this.#passed === 0 && echo !== undefined) {
      const seen = await this.#probed(echo);
      if (seen.result !== "pass") return seen;
    }
    if (this.#passed === 0) return { result: "not-set-up" };
    const [before, passed] = [this.#before, this.#passed];
    return await this.#until(WITHIN.probe, () => {
      const now = this.#view.counted();
      if (now === undefined || before === undefined) return { result: "not-observable" };
      const grown = now - before;
      const found = `${grown} bytes counted, about ${passed} sent and received`;
      return { result: grown * 2n >= BigInt(passed) ? "pass" : "failed", found };
    });
  }

  /** What passes is believed at once; what fails is looked at again until the time is over. */
  async #until(within: Duration, look: () => Seen): Promise<Seen> {
    const end = this.#clock.monoMs() + within;
    for (;;) {
      const seen = look();
      if (seen.result !== "failed" || this.#stopped || this.#clock.monoMs() >= end) return seen;
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(Millis(EVERY), resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}

const unobservable = ({ service }: Modem): boolean => service.data === "not-observable";

function simSeen(modem: Modem): Seen {
  if (unobservable(modem)) return { result: "not-observable" };
  const { state } = modem.sim;
  return { result: state === "ready" ? "pass" : "failed", found: state };
}

function registeredSeen(modem: Modem): Seen {
  if (unobservable(modem)) return { result: "not-observable" };
  const seen = decidingRegistration(modem);
  if (seen === undefined) return { result: "failed", found: "no registration was told yet" };
  return { result: statCarriesData(seen.stat) ? "pass" : "failed", found: statName(seen.stat) };
}

function bearerSeen(modem: Modem, bearer: BearerView): Seen {
  if (callDown(bearer)) return { result: "failed", found: bearer.text ?? "the agent's own call is not up" };
  const { service } = modem;
  if (service.data === "not-observable") return { result: "not-observable" };
  if (service.data === "up") return { result: "pass" };
  return { result: "failed", found: service.data === "down" ? service.text : service.why };
}

/** Something was sent and acknowledged: a round trip. */
function brokerSeen(status: PublisherStatus | undefined): Seen {
  if (status === undefined) return { result: "not-set-up" };
  const done = status.state === "connected" && status.queued === 0 && status.unacknowledged === undefined;
  if (done) return { result: "pass" };
  const why = status.lastRefusal;
  return { result: "failed", found: why === undefined ? status.state : `${status.state}: ${why.detail}` };
}

const PROBED: Readonly<Record<ProbeOutcome["kind"], LineResult>> = {
  answered: "pass",
  refused: "failed",
  silent: "failed",
  unreachable: "failed",
  foreign: "failed",
};

const probeSeen = ({ kind, text }: ProbeOutcome): Seen => ({
  result: PROBED[kind],
  found: text === undefined ? kind : `${kind}: ${text}`,
});
