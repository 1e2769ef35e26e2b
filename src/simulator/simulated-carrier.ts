import { type WallMs, wallAfter } from "../base/instant.ts";
import { type Duration, Millis, Seconds } from "../base/duration.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import type { Domain, Verdict } from "./radio-state.ts";
import type { AddressFamilies } from "./context-addresses.ts";
import { type CarrierPlan, DEFAULT_PLAN } from "./network/carrier-plan.ts";
import { MessageCentre } from "./network/message-centre.ts";
import { planText, replyTo } from "./network/plan-text.ts";
import { wholeBelow } from "./seeded-random.ts";
import type { TimeStamp } from "./sms/time-stamp.ts";
import { Subscription } from "./subscription.ts";

export interface Cell {
  /** Tracking (or location) area code, 16 bits, and cell identity, 28 bits; on the 5G core 24 and 36 bits. */
  readonly tac: number;
  readonly ci: number;
  /** `<AcT>` of 27.007 10.1.22and 10.1.47: 7 is E-UTRAN, 11 NR on the 5G core, 13 LTE with NR added. */
  readonly act: number;
}

export interface CarrierOptions {
  /** MCC and MNC. */
  readonly plmn?: string;
  readonly longName?: string;
  readonly shortName?: string;
  readonly cell?: Partial<Cell>;
  readonly roaming?: boolean;
  /** Of which families it gives addresses; both when left out. */
  readonly addresses?: AddressFamilies;
  /** The zone that network time is told in, in quarters of an hour from UTC: 32 is +08:00. */
  readonly quarterHours?: number;
  /** Bytes, both directions; none means no limit. */
  readonly quota?: bigint;
  /**
   * What the carrier does on the byte that reaches the quota. `detach`: NW DETACH and refusal afterwards;
   * `deactivate`: the contexts are taken away, registration stays; `silent`: everything looks well and nothing passes.
   */
  readonly overLimit?: "detach" | "deactivate" | "silent";
  /** The EMM cause that a card over its limit meets when it comes back. */
  readonly overLimitCause?: number;
  /** What the carrier's service numbers and codes say; China's three carriers' codes when left out. */
  readonly plan?: Partial<CarrierPlan>;
  /** From a message, or a code, to what follows from it, in milliseconds; 1 s when left out. */
  readonly messageDelay?: number;
}

/** The network side: one cell, one clock, and what the carrier knows of each card. Several modems may share one. */
export class SimulatedCarrier {
  readonly plmn: string;
  readonly longName: string;
  readonly shortName: string;
  readonly overLimit: "detach" | "deactivate" | "silent";
  readonly overLimitCause: number;
  readonly messages: MessageCentre;
  readonly plan: CarrierPlan;
  readonly messageDelay: Duration;
  cell: Cell;
  /** `<AcT>` of the best cell that is there. */
  offered: number;
  roaming: boolean;
  readonly addresses: AddressFamilies;
  quarterHours: number;
  readonly #clock: Clock;
  readonly #quota: bigint | undefined;
  readonly #numbers = new Map<string, string>();
  readonly #subscriptions = new Map<string, Subscription>();
  #clockError: Duration = Millis(0);

  constructor(
    options: CarrierOptions,
    ports: { readonly clock: Clock; readonly random: Random; readonly act?: number },
  ) {
    this.#clock = ports.clock;
    this.#quota = options.quota;
    this.plmn = options.plmn ?? "46004";
    this.longName = options.longName ?? "CHINA MOBILE";
    this.shortName = options.shortName ?? "CMCC";
    this.overLimit = options.overLimit ?? "detach";
    this.overLimitCause = options.overLimitCause ?? 7;
    this.roaming = options.roaming ?? false;
    this.addresses = options.addresses ?? "both";
    this.quarterHours = options.quarterHours ?? 32;
    this.plan = { ...DEFAULT_PLAN, ...options.plan };
    this.messageDelay = Millis(options.messageDelay ?? Seconds(1));
    this.messages = new MessageCentre({
      clock: ports.clock,
      stamp: () => this.stamp(),
      answer: (to, text, from) => this.#answer(to, text, from),
      delay: this.messageDelay,
    });
    const { random } = ports;
    this.cell = {
      tac: 1 + wholeBelow(random, 0xfffd),
      ci: 1 + wholeBelow(random, 0xffffffd),
      act: ports.act ?? 7,
      ...options.cell,
    };
    this.offered = this.cell.act;
  }

  subscription(imsi: string): Subscription {
    const known = this.#subscriptions.get(imsi);
    if (known !== undefined) return known;
    const made = new Subscription(this.#quota);
    this.#subscriptions.set(imsi, made);
    return made;
  }

  /** The answer to an attempt to register. */
  admit(imsi: string): Verdict {
    const { refusal, overLimit, contextRefusal } = this.subscription(imsi);
    const rejected: Partial<Record<Domain, number>> = {};
    for (const domain of refusal?.domains ?? []) rejected[domain] = refusal?.cause ?? 0;
    const contexts = (!overLimit || this.overLimit === "silent") && contextRefusal === undefined;
    const backOff = refusal?.backOff === undefined ? {} : { backOff: refusal.backOff };
    return { roaming: this.roaming, rejected, contexts, ...backOff };
  }

  /** A card with this number; the last one that came along with it. */
  know(imsi: string, number: string): void {
    this.#numbers.set(number, imsi);
  }

  /** A card in a one-way stop still receives; it sends nothing (27.005 3.2.5: 50, requested facility not subscribed). */
  mayOriginate(imsi: string): boolean {
    return !this.subscription(imsi).oneWay;
  }

  stamp(): TimeStamp {
    return { wall: this.time(), quarterHours: this.quarterHours };
  }

  /** A sentence of the plan, with what is known of the card. */
  say(template: string, imsi: string): string {
    return planText(template, this.plan, this.subscription(imsi), this.stamp());
  }

  #answer(to: string, text: string, from: string): string | undefined {
    const template = replyTo(this.plan, to, text);
    const imsi = this.#numbers.get(from);
    return template === undefined || imsi === undefined ? undefined : this.say(template, imsi);
  }

  /** What NITZ tells; right unless it was set otherwise. */
  time(): WallMs {
    return wallAfter(this.#clock.wallMs(), this.#clockError);
  }

  /** From now on the network's clock says this. */
  setTime(wall: WallMs): void {
    this.#clockError = Millis(wall - this.#clock.wallMs());
  }
}
