import type { Duration } from "../base/duration.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import { type ByteCount, ByteCounters, NO_BYTES } from "./byte-counters.ts";
import { AttemptTimers } from "./attempt-timers.ts";
import { ContextBackOff } from "./context-back-off.ts";
import { ContextCalls } from "./context-calls.ts";
import type { DataPeer } from "./data-peer.ts";
import { withReason } from "./context-addresses.ts";
import type { UssdEntry } from "./network/carrier-plan.ts";
import { clockText, dateText, type ModemClock, universalText, unsetClock, zoneText } from "./modem-clock.ts";
import { FACTORY_MODEM_SETTINGS, type ModemSettings, type PowerSaving } from "./modem-settings.ts";
import { PacketEventReports } from "./packet-event-reports.ts";
import type { PdpContext } from "./pdp-contexts.ts";
import { campOf, preferredAct } from "./preferred-access.ts";
import type { Personality } from "./personality.ts";
import type { BookName, PhoneBook } from "./phone-book.ts";
import { initialRadio, isRegistered, type RadioInput, type RadioState, type Verdict } from "./radio-state.ts";
import { stepRadio } from "./radio.ts";
import { registrationNews } from "./registration-lines.ts";
import { cardNews } from "./card-news.ts";
import { carriedBytes, passesData } from "./data-path.ts";
import { CardChannel } from "./card/card-channel.ts";
import { cardLine } from "./card/card-line.ts";
import { CardSlots } from "./card/card-slots.ts";
import { cardState, repowered, type SimCard } from "./card/sim-card.ts";
import { IndicatorReports } from "./indicator-reports.ts";
import { indicatorValues } from "./indicators.ts";
import { KeptContents } from "./kept-contents.ts";
import { MessageService } from "./sms/message-service.ts";
import { type SignalLevel, signalOfRssi } from "./signal-level.ts";
import type { Cell, SimulatedCarrier } from "./simulated-carrier.ts";
import { stopOverLimit } from "./over-limit.ts";
import type { Subscription } from "./subscription.ts";
import type { TerminationDelays } from "./termination-delays.ts";

export interface TerminationParts {
  readonly clock: Clock;
  readonly carrier: SimulatedCarrier;
  readonly personality: Personality;
  readonly card: SimCard | undefined;
  readonly otherCard: SimCard | undefined;
  readonly contexts: readonly PdpContext[];
  readonly delays: TerminationDelays;
  readonly peer: DataPeer;
  /** To every port of the modem. */
  readonly unsolicited: (line: string) => void;
}

/** What 27.007 calls the MT: radio, card, settings and counters of the modem, without the port that AT commands come in by. */
export class MobileTermination {
  readonly personality: Personality;
  readonly carrier: SimulatedCarrier;
  signal: SignalLevel = signalOfRssi(-73);
  /** Bytes since they were last reset, as +QGDCNT tells them. */
  readonly counters = new ByteCounters();
  /** The last EMM cause, for +CEER. */
  lastCause: number | undefined;
  readonly messages: MessageService;
  readonly contextBackOff: ContextBackOff;
  /** The last ESM cause, for +CEER; the later of both counts. */
  lastContextCause: number | undefined;
  readonly cardChannel = new CardChannel();
  /** The data calls of all ports. */
  readonly calls = new ContextCalls();
  /** Who answers behind `CONNECT`. */
  readonly peer: DataPeer;
  /** A USSD menu that waits for an answer. */
  serviceSession: { readonly menu: UssdEntry["menu"]; readonly expire: Cancel } | undefined;
  /** The card answers "busy" for a while (+CME 14, +CMS 314). */
  cardBusy = false;
  readonly #parts: TerminationParts;
  readonly #events: PacketEventReports;
  readonly #kept = new KeptContents();
  readonly #indicators = new IndicatorReports((line) => this.tell(line));
  #radio: RadioState;
  #card: SimCard | undefined;
  readonly slots: CardSlots;
  #settings = FACTORY_MODEM_SETTINGS;
  #stored = FACTORY_MODEM_SETTINGS;
  #clock: ModemClock;
  readonly #attempts: AttemptTimers;
  /** While power is lost nothing is told to anybody. */
  #powered = true;

  constructor(parts: TerminationParts) {
    this.#parts = parts;
    this.personality = parts.personality;
    this.carrier = parts.carrier;
    this.peer = parts.peer;
    this.#card = parts.card;
    this.slots = new CardSlots(parts.otherCard);
    this.#radio = initialRadio(parts.contexts, campOf(parts.personality, parts.carrier.cell.act));
    this.#clock = unsetClock(parts.clock.monoMs());
    this.#events = new PacketEventReports((line) => this.tell(line));
    this.contextBackOff = new ContextBackOff({
      clock: parts.clock,
      tell: (line) => {
        if (this.#settings.backOffReports) this.tell(line);
      },
    });
    this.#attempts = new AttemptTimers({
      clock: parts.clock,
      delays: parts.delays,
      answer: () => this.#answerSearch(),
      expired: (timer) => this.act({ kind: "attempt", afresh: false, expired: timer }),
    });
    this.messages = new MessageService({
      settings: () => this.#settings,
      configure: (messages) => this.configure({ messages }),
      tell: (line) => this.tell(line),
      after: (delay, run) => this.after(delay, run),
      cardMemory: () => this.#kept.messagesOn(this.#card?.iccid ?? ""),
      centre: () => this.#card?.centre,
    });
  }

  get radio(): RadioState {
    return this.#radio;
  }
  get card(): SimCard | undefined {
    return this.#card;
  }
  get settings(): ModemSettings {
    return this.#settings;
  }
  get subscription(): Subscription | undefined {
    return this.#card === undefined ? undefined : this.carrier.subscription(this.#card.imsi);
  }
  get clockText(): string {
    return clockText(this.#clock, this.now());
  }
  /** With universal time before the zone. */
  get universalText(): string {
    return universalText(this.#clock, this.#parts.clock.monoMs());
  }
  /** Packet data passes. */
  get serving(): boolean {
    return passesData(this.#radio, this.carrier, this.subscription);
  }

  tell(line: string): void {
    if (this.#powered) this.#parts.unsolicited(line);
  }

  now(): ReturnType<Clock["monoMs"]> {
    return this.#parts.clock.monoMs();
  }

  after(delay: Duration, run: () => void): Cancel {
    return this.#parts.clock.after(delay, run);
  }

  configure(change: Partial<ModemSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    if (change.packetEvents !== undefined) this.#events.entered(change.packetEvents);
  }

  profile(change: "recall" | "factory" | "store"): void {
    if (change === "store") this.#stored = this.#settings;
    else this.#settings = change === "recall" ? this.#stored : FACTORY_MODEM_SETTINGS;
  }

  /** +CPSMS: the network grants what is asked for, and the registration tells it. */
  savePower(powerSaving: PowerSaving | undefined): void {
    const before = this.#camped;
    this.configure({ powerSaving });
    this.#tellRegistration(before);
  }

  setClock(clock: ModemClock): void {
    this.#clock = clock;
  }

  /** One input for the radio, and everything that follows from it: lines, timers, the network's time. */
  act(input: RadioInput, before = this.#camped): void {
    const { state, effects } = stepRadio(this.#radio, input);
    this.#radio = state;
    if (!state.backingOff) this.#attempts.stopCongestion();
    if (input.kind === "attempt" && input.afresh) this.contextBackOff.forget();
    if (input.kind === "power-lost" || (input.kind === "level" && input.level === 0)) this.contextBackOff.switchedOff();
    const packetEvents = effects.flatMap((effect) =>
      effect.kind === "packet-event" ? [withReason(effect.text, state.contexts, this.carrier.addresses)] : [],
    );
    const report = (): void => packetEvents.forEach((text) => this.#events.report(text, this.#settings.packetEvents));
    // Modules tell the end of packet service before the registration that is gone with it, and the other way round.
    if (!state.attached) report();
    this.#tellRegistration(before);
    if (state.attached) report();
    this.#noteNews(before.radio, state);
    this.calls.settle(state.contexts);
    this.tellIndicators();
    for (const effect of effects) if (effect.kind !== "packet-event") this.#attempts.take(effect);
  }

  phoneBook(name: BookName): PhoneBook {
    return this.#kept.phoneBook(name);
  }

  /** +CIEV for every indicator that changed since it was told last (27.007 8.10). */
  tellIndicators(): void {
    this.#indicators.update(this.indicators, this.#settings.indicatorReports);
  }

  get indicators(): readonly number[] {
    return indicatorValues(this);
  }

  /** The modem camps on another cell of the same network. */
  moveTo(cell: Cell): void {
    this.carrier.offered = cell.act;
    this.preferAccess(cell);
  }

  /** Takes the cell by what the modem was told to prefer. */
  preferAccess(cell: Cell = { ...this.carrier.cell, act: this.carrier.offered }): void {
    const before = this.#camped;
    const act = preferredAct(cell.act, this.#settings.kept);
    this.carrier.cell = { ...cell, act: act ?? cell.act };
    const camp = act === undefined ? { served: [], packet: this.#radio.camp.packet } : campOf(this.personality, act);
    this.act({ kind: "camp", camp, answer: this.#answer }, before);
  }

  /** Takes the card out, puts it in, or tells that it was unlocked. */
  setCard(card: SimCard | undefined): void {
    if (card?.iccid !== this.#card?.iccid) this.cardChannel.reset();
    const before = this.#card !== undefined;
    this.#card = card;
    cardNews(this.personality, this.#settings.kept, before, card).forEach((line) => this.tell(line));
    if (card !== undefined) {
      this.carrier.know(card.imsi, card.number);
      const reachable = (): boolean => this.#powered && this.registered && this.#card?.number === card.number;
      this.carrier.messages.join(card.number, this.messages.terminal(reachable));
    }
    if (card === undefined) return this.#withoutCard();
    this.act({ kind: "card", usable: cardState(card) === "ready" });
  }

  #withoutCard(): void {
    this.contextBackOff.forget();
    this.act({ kind: "card", usable: false, removed: true });
  }

  /** The card of the other slot from now on, where it was asked for. */
  changeSlot(): void {
    if (!this.slots.waiting) return;
    const next = this.slots.change(this.#card);
    this.setCard(undefined);
    if (next !== undefined) this.setCard(repowered(next));
  }

  /** A try with a PIN that did not succeed changes the card and nothing else. */
  noteCard(card: SimCard): void {
    this.#card = card;
  }

  losePower(): void {
    this.#powered = false;
    this.act({ kind: "power-lost" });
    this.#events.forget();
    this.messages.forget();
    this.serviceSession = undefined;
    this.#settings = this.#stored;
    this.counters.reset();
    this.lastCause = undefined;
    this.lastContextCause = undefined;
    this.#clock = unsetClock(this.now());
  }

  start(): void {
    this.#powered = true;
    this.personality.banner.forEach((line) => this.tell(line));
    if (this.slots.waiting) {
      this.#card = this.slots.change(this.#card);
      this.#withoutCard();
    }
    this.contextBackOff.switchedOn();
    this.preferAccess();
    this.#attempts.resume();
    this.setCard(this.#card === undefined ? undefined : repowered(this.#card));
    if (this.#card !== undefined) this.personality.ready.forEach((line) => this.tell(line));
  }

  occupyCard(lasts: Duration): void {
    this.cardBusy = true;
    this.after(lasts, () => {
      this.cardBusy = false;
      if (this.personality.flightAfterCard) this.tell(cardLine(this.#card));
    });
  }

  /** Bytes of the device's own traffic, as its interface counts them; nothing is billed that does not pass. */
  consume(up: bigint, down: bigint): ByteCount {
    const { subscription } = this;
    if (subscription === undefined) return NO_BYTES;
    const carried = carriedBytes({ up, down }, this.#radio, this.carrier, subscription);
    this.counters.add(carried);
    if (this.serving && subscription.consume(up, down))
      stopOverLimit(this.carrier, subscription, this.#radio).forEach((input) => this.act(input));
    return carried;
  }

  /** Tells the network's time, as EMM INFORMATION does (3GPP TS 24.301 8.2.13). */
  hearNetworkTime(): void {
    const { carrier } = this;
    this.#clock = { wall: carrier.time(), at: this.now(), quarterHours: carrier.quarterHours };
    const zone = zoneText(carrier.quarterHours);
    if (this.#settings.timeZoneReports === 1) this.tell(`+CTZV: "${zone}"`);
    if (this.#settings.timeZoneReports === 2) {
      this.tell(`+CTZE: "${zone}",0,"${dateText(carrier.time(), carrier.quarterHours)}"`);
    }
  }

  get registered(): boolean {
    return Object.values(this.#radio.registration).some(isRegistered);
  }

  get #camped(): Parameters<typeof registrationNews>[1] {
    return { radio: this.#radio, cell: this.carrier.cell, powerSaving: this.#settings.powerSaving };
  }

  #tellRegistration(before: Parameters<typeof registrationNews>[1]): void {
    registrationNews(this.#settings.registration, before, this.#camped).forEach((line) => this.tell(line));
  }

  #noteNews(before: RadioState, after: RadioState): void {
    const cause = after.registration[after.camp.packet].cause;
    if (cause !== undefined && cause !== before.registration[before.camp.packet].cause) {
      this.lastCause = cause;
      this.lastContextCause = undefined;
    }
    if (!Object.values(before.registration).some(isRegistered) && this.registered) this.#arrived();
  }

  #arrived(): void {
    this.hearNetworkTime();
    if (this.#card !== undefined) this.carrier.messages.wake(this.#card.number);
  }

  #answerSearch(): void {
    if (this.#answer !== undefined) this.act({ kind: "verdict", ...this.#answer });
  }

  /** What the network says to the card. */
  get #answer(): { readonly verdict: Verdict; readonly barred: readonly string[] } | undefined {
    const barred = this.contextBackOff.running().map(({ apn }) => apn.toLowerCase());
    return this.#card && { verdict: this.carrier.admit(this.#card.imsi), barred };
  }
}
