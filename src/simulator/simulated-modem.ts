import { type Duration, Millis, Minutes, Seconds } from "../base/duration.ts";
import { type WallMs, wallAfter } from "../base/instant.ts";
import type { Cancel } from "../ports/clock.ts";
import type { PortSide } from "../ports/port-side.ts";
import { AtPort, type AtPortParts } from "./at-port.ts";
import { SILENT_PEER } from "./data-peer.ts";
import type { LineFault } from "./line-fault.ts";
import type { ByteCount } from "./byte-counters.ts";
import { type DeviceFault, isDeviceFault } from "./device-fault.ts";
import { MobileTermination } from "./mobile-termination.ts";
import { unreachable } from "../base/unreachable.ts";
import { type ModemReport, modemReport } from "./modem-report.ts";
import type { PdpContext } from "./pdp-contexts.ts";
import { OwnTimers } from "./own-timers.ts";
import { type Access, ACT_OF } from "./personality.ts";
import { checkModemOptions, type ContextOption, playedBy, type SimulatedModemOptions } from "./modem-options.ts";
import { DOMAINS, type Domain } from "./radio-state.ts";
import { seededRandom } from "./seeded-random.ts";
import { stopVariant } from "./network/stop-kinds.ts";
import { dbmOfRssiIndex, signalOfRssi } from "./signal-level.ts";
import { changedCard, type SimCard, simCard, type SimChange } from "./card/sim-card.ts";
import { pushService } from "./commands/service-codes.ts";
import { type Cell, SimulatedCarrier } from "./simulated-carrier.ts";

/** A card that was let go receives nothing: a notice comes before. */
const NOTICED_BEFORE = Seconds(10);
/** A restart that a command asked for leaves the answer the time to be sent. */
const LAST_WORDS = Millis(100);

/**
 * A simulated modem on a simulated network: bytes in, bytes out, driven by a clock and a seed. Each method is also a
 * control command of `cellward rig modem`.
 */
export class SimulatedModem implements PortSide {
  readonly carrier: SimulatedCarrier;
  readonly #mt: MobileTermination;
  readonly #port: AtPort;
  /** The first and those that were added. */
  readonly #ports: AtPort[];
  readonly #portParts: AtPortParts;
  readonly #timers: OwnTimers;
  readonly #bootDelay: Duration;
  readonly #usage = new Set<(counted: ByteCount) => void>();
  #powered = true;
  /** The card that was in the slot last: what is put back when no other is named. */
  #lastCard: SimCard | undefined;

  /** Throws a `Fault` (`simulator-option`) that names every option which is not as it should be. */
  constructor(options: SimulatedModemOptions) {
    checkModemOptions(options);
    const clock = new OwnTimers(options.clock);
    this.#timers = clock;
    const random = seededRandom(options.seed ?? 1);
    const personality = playedBy(options.personality);
    this.carrier =
      options.carrier instanceof SimulatedCarrier
        ? options.carrier
        : new SimulatedCarrier(options.carrier ?? {}, { clock, random, act: ACT_OF[personality.access] });
    this.#mt = new MobileTermination({
      clock,
      carrier: this.carrier,
      personality,
      card: options.card === "absent" ? undefined : simCard(options.card),
      otherCard: options.otherCard === undefined ? undefined : simCard(options.otherCard),
      contexts: (options.contexts ?? [{ cid: 1, apn: "cmiot" }]).map((context) =>
        givenContext(context, personality.ownContexts),
      ),
      delays: {
        registration: Millis(options.registrationDelay ?? Seconds(2)),
        retry: Millis(options.retryDelay ?? Minutes(12)),
        again: Millis(options.attemptDelay ?? Seconds(10)),
      },
      peer: options.peer ?? SILENT_PEER,
      unsolicited: (line) => this.#ports.forEach((port) => port.tell(line)),
    });
    this.#portParts = {
      clock,
      random,
      context: {
        mt: this.#mt,
        restart: () => void clock.after(LAST_WORDS, () => this.reboot()),
        powerOff: (delay) => void clock.after(delay, () => this.#leave()),
      },
      answerDelay: Millis(options.answerDelay ?? 0),
    };
    this.#port = new AtPort(this.#portParts);
    this.#ports = [this.#port];
    this.#bootDelay = Millis(options.bootDelay ?? Seconds(3));
    this.#mt.start();
  }

  /**
   * Another AT port of the same modem: its own echo, its own +CMEE, its own command line and its own data call; card,
   * network and 27.007 settings are the modem's. Unsolicited lines come on every port. Faults of the line and `state`
   * concern the first port.
   */
  addPort(): PortSide {
    const port = new AtPort(this.#portParts);
    this.#ports.push(port);
    if (!this.#powered) port.losePower();
    return port;
  }

  receive(bytes: Uint8Array): void {
    this.#port.receive(bytes);
  }
  onSend(listener: (bytes: Uint8Array) => void): Cancel {
    return this.#port.onSend(listener);
  }
  onVanish(listener: (lasts: Duration) => void): Cancel {
    return this.#port.onVanish(listener);
  }
  /** The last client closed the port: DTR dropped. */
  hangUp(): void {
    this.#port.hangUp();
  }
  /** Bytes that passed, as they are counted: for whoever keeps an interface's counters. */
  onUsage(listener: (counted: ByteCount) => void): Cancel {
    this.#usage.add(listener);
    return () => void this.#usage.delete(listener);
  }

  /** NW DETACH. Without `reattach` the network refuses the card from now on, with `cause` (7 when left out), when it comes back. */
  detach(options: { readonly reattach?: boolean | undefined; readonly cause?: number | undefined } = {}): void {
    const { subscription } = this.#mt;
    if (options.reattach !== true && subscription !== undefined) {
      subscription.refusal = { cause: options.cause ?? 7, domains: DOMAINS };
    }
    this.#mt.act({ kind: "network-detach", reattach: options.reattach === true });
  }

  /** Registration is refused now and from now on, with an EMM cause (3GPP TS 24.301 9.9.3.9); everywhere when no domain is named; 22 with T3346. */
  deny(cause: number, domain?: Domain, backOff?: Duration): void {
    const domains = domain === undefined ? DOMAINS : [domain];
    const { subscription } = this.#mt;
    const timer = backOff === undefined ? {} : { backOff };
    if (subscription !== undefined) subscription.refusal = { cause, domains, ...timer };
    this.#mt.act({ kind: "network-reject", cause, domains, ...timer });
  }

  /** Contexts are refused from now on, with an ESM cause (24.301 9.9.4.4) and perhaps T3396; those that are up go down. */
  denyContexts(cause: number, backOff?: Duration | "deactivated"): void {
    const { subscription } = this.#mt;
    if (subscription !== undefined) {
      subscription.contextRefusal = { cause, ...(backOff === undefined ? {} : { backOff }) };
    }
    for (const { cid, active } of this.#mt.radio.contexts) {
      if (active) this.#mt.act({ kind: "context", cid, active: false, by: "NW" });
    }
  }

  /**
   * The carrier lets the card in again, with its whole quota, and coverage is back. The modem tries at once, as if
   * somebody had cycled its radio; with `radioCycle: false` it is left to its own rules (T3402; after causes 3, 6, 7, 8
   * not before CFUN goes down and up).
   */
  restore(options: { readonly radioCycle?: boolean | undefined } = {}): void {
    this.#mt.subscription?.resume();
    if (!this.#mt.radio.covered) this.#mt.act({ kind: "coverage", covered: true });
    if (options.radioCycle !== false) this.#mt.act({ kind: "attempt", afresh: true });
  }

  /** Coverage is lost: the modem searches until `restore`. */
  search(): void {
    this.#mt.act({ kind: "coverage", covered: false });
  }

  setSignal(signal: { readonly rssi: number } | { readonly dbm: number }): void {
    this.#mt.signal = signalOfRssi("rssi" in signal ? dbmOfRssiIndex(signal.rssi) : signal.dbm);
    this.#mt.tellIndicators();
  }

  moveTo(cell: Partial<Cell>): void {
    this.#mt.moveTo({ ...this.carrier.cell, ...cell });
  }

  /** The modem finds a cell of that access technology: LTE, LTE with NR added (non-standalone), NR on the 5G core. */
  setAccess(access: Access): void {
    this.moveTo({ act: ACT_OF[access] });
  }

  /** The device sends and receives. What the interface did not carry is not counted (nothing without service, nothing down behind a closed gate); the answer tells what was. */
  consume(bytes: {
    readonly up?: number | bigint | undefined;
    readonly down?: number | bigint | undefined;
  }): ByteCount {
    const counted = this.#mt.consume(BigInt(bytes.up ?? 0), BigInt(bytes.down ?? 0));
    if (counted.up + counted.down > 0n) this.#usage.forEach((listener) => listener(counted));
    return counted;
  }

  /** Somebody (a number or a name) writes to the card; in parts when it is long. Tells in how many. */
  receiveMessage(message: { readonly from: string; readonly text: string }): number {
    const { card } = this.#mt;
    return card === undefined ? 0 : this.carrier.messages.send(message.from, card.number, message.text);
  }

  /** The network writes to the screen by itself, by USSD; with `waits` it asks for an answer. */
  receiveServiceText(text: string, options: { readonly waits?: boolean | undefined } = {}): void {
    pushService(this.#mt, { says: text }, options.waits === true);
  }

  /** One-way stop: the card is let in and receives, and may send nothing, until `restore`. */
  stopOutgoing(): void {
    const { subscription } = this.#mt;
    if (subscription !== undefined) subscription.oneWay = true;
  }

  /** The carrier stops the card in one of its ways, until `restore`; a notice comes just before. False: there is no such way. */
  suspend(
    kind: string,
    options: { readonly variant?: string | undefined; readonly from?: string | undefined } = {},
  ): boolean {
    const stop = stopVariant(kind, options.variant);
    if (stop === undefined) return false;
    const { notice, oneWay, gate, passes = {}, context, detach, deny } = stop;
    const { subscription } = this.#mt;
    if (oneWay === true) this.stopOutgoing();
    if (notice !== undefined) this.receiveMessage({ from: options.from ?? "10086", text: notice });
    this.#timers.after(notice === undefined ? Millis(0) : NOTICED_BEFORE, () => {
      if (subscription !== undefined && gate !== undefined) Object.assign(subscription, { gate, passes });
      if (context !== undefined) this.denyContexts(context);
      if (detach !== undefined) this.detach({ cause: detach });
      if (deny !== undefined) this.deny(deny);
    });
    return true;
  }

  setQuota(quota: bigint | undefined): void {
    const { subscription } = this.#mt;
    if (subscription !== undefined) subscription.quota = quota;
  }

  /** Any unsolicited line; `framed: false` sends the text as it is, without line ends. */
  urc(text: string, options: { readonly framed?: boolean | undefined } = {}): void {
    if (options.framed === false) this.#port.tellRaw(text);
    else this.#port.tell(text);
  }

  /** The network (or with `ME` the owner of the data call) takes a context down, or puts it up. */
  setContext(cid: number, active: boolean, by: "NW" | "ME" = "NW"): void {
    this.#mt.act({ kind: "context", cid, active, by });
  }

  /** Takes the card out, puts the same or another in, or locks it. Another ICCID or IMSI is another card. */
  setSim(change: SimChange): void {
    const before = this.#mt.card;
    if (before !== undefined) this.#lastCard = before;
    if (change.state === "absent") return this.#mt.setCard(undefined);
    const next = changedCard(this.#lastCard, change);
    if (before !== undefined && before.iccid !== next.iccid) this.#mt.setCard(undefined);
    this.#mt.setCard(next);
  }

  /** Power is lost and comes back: settings as stored by AT&W, the banner, the card, the search. */
  reboot(): void {
    this.powerOff();
    this.#timers.after(this.#bootDelay, () => {
      this.#powered = true;
      this.#ports.forEach((port) => port.start());
      this.#mt.start();
    });
  }

  /** The end: switched off, no timer waits, nobody is told anything any more. */
  close(): void {
    this.powerOff();
    this.#usage.clear();
    this.#ports.forEach((port) => port.forgetListeners());
  }

  /** For good, or until `reboot`: silent, deaf, and without a timer. */
  powerOff(): void {
    this.#powered = false;
    this.#mt.losePower();
    this.#ports.forEach((port) => port.losePower());
    this.#timers.cancelAll();
  }

  /** Switched off by a command: some makes say so. */
  #leave(): void {
    this.#mt.personality.farewell.forEach((line) => this.#mt.tell(line));
    this.powerOff();
  }

  /** The network's clock says this from now on, and tells it where the modem is registered. */
  setClock(wall: WallMs, quarterHours?: number): void {
    this.carrier.setTime(wall);
    if (quarterHours !== undefined) this.carrier.quarterHours = quarterHours;
    if (this.#mt.registered) this.#mt.hearNetworkTime();
  }

  fault(fault: LineFault | DeviceFault): void {
    if (isDeviceFault(fault)) this.#deviceFault(fault);
    else this.#port.fault(fault);
  }

  #deviceFault(fault: DeviceFault): void {
    switch (fault.name) {
      case "sim-busy":
        return this.#mt.occupyCard(fault.lasts);
      case "sms-full":
        return this.#mt.messages.fill();
      case "counters-wrap":
        return this.#mt.counters.narrow(fault.bits, fault.left);
      case "nitz-back":
        return this.setClock(wallAfter(this.carrier.time(), Millis(-fault.by)));
      case "reboot":
        return this.reboot();
      default:
        return unreachable(fault);
    }
  }

  clearFaults(): void {
    this.#port.clearFaults();
  }

  state(): ModemReport {
    const { settings: dce, faults } = this.#port;
    return modemReport(this.#mt, { powered: this.#powered, dce, faults });
  }
}

function givenContext(option: ContextOption, automatic: boolean): PdpContext {
  const address = option.address ?? `10.64.0.${option.cid + 1}`;
  return { type: "IP", ...option, address, automatic, active: false };
}
