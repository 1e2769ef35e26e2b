import { Seconds } from "../base/duration.ts";
import type { PublishedEvent } from "../base/events.ts";
import { textOf } from "../base/fault.ts";
import type { MonoMs } from "../base/instant.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import type { CallTrouble } from "../modem/call-trouble.ts";
import type { Link } from "../modem/link.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import type { ModemProfile } from "../modem/profile.ts";
import type { ModemEffect } from "../modem/step.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { OwnerRequest } from "../ports/owner-request.ts";
import type { BookView } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";
import { slotIn, slotQuestion } from "../modem/card-slot.ts";
import { type ActionFound, actionOf, standardAttach, standardRadioCycle } from "../modem/action.ts";
import { ActionRunner } from "./action-runner.ts";
import { BearerHold } from "./bearer-hold.ts";
import type { BearerView } from "./bearer-view.ts";
import { BearerLoop } from "./bearer-loop.ts";
import { CallMemory } from "./call-memory.ts";
import { CardDoubt, type Doubt } from "./card-doubt.ts";
import { CardUnlock } from "./card-unlock.ts";
import { callOrder, modemOptions } from "./loop-options.ts";
import type { ModemListener } from "./modem-listener.ts";
import { modemQuestions } from "./modem-questions.ts";
import { ModemLoop } from "./modem-loop.ts";
import type { ModemSidePorts } from "./modem-side-ports.ts";
import { NetworkJournal } from "./network-journal.ts";
import { OwnerLoop } from "./owner-loop.ts";
import { offeredApn } from "./pack-of.ts";
import type { RungEnd } from "./recovery-hands.ts";

export interface ModemSideOptions {
  readonly settings: Settings;
  readonly deviceId: string;
  readonly families?: readonly ModemProfile[];
  /** Of carriers, and the book by whose plan the card's is known. */
  readonly packs?: readonly CarrierPack[];
  readonly book?: () => BookView | undefined;
  /** The device's own secret. */
  readonly key: string;
}

export interface ModemSideListener extends ModemListener {
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
}

/** What a modem that does not answer may keep a stop waiting for. */
const REST_WITHIN = Seconds(1);

/**
 * Everything that speaks to the modem: the loop that reads it, and those that may change something. Without
 * `bearer.owner = agent` there is no part here that can dial.
 */
export class ModemSide {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #loop: ModemLoop;
  readonly #unlock: CardUnlock;
  readonly #cards: CardDoubt;
  readonly #journal: NetworkJournal;
  readonly #bearer: BearerLoop | undefined;
  readonly #owner: OwnerLoop | undefined;
  readonly #actions: ActionRunner;
  /** The data connection, to be let go and taken back on purpose. */
  readonly hold: BearerHold;
  /** Initialised and identified: before that nobody knows how this modem dials. */
  #ready = false;
  #modem = UNKNOWN_MODEM;
  #stopped = false;

  constructor(ports: ModemSidePorts, options: ModemSideOptions, listener: ModemSideListener) {
    const { settings, families = [], key, deviceId } = options;
    const { store, clock, pinFile: file, network, owner } = ports;
    this.#clock = clock;
    this.#log = ports.log;
    const event = listener.event.bind(listener);
    this.#unlock = new CardUnlock({ store, clock, file }, key, {
      onUnlocked: () => event("sim-unlocked", {}),
      onUnlockRefused: (detail) => event("sim-unlock-refused", { detail }),
    });
    this.#cards = new CardDoubt(
      { clock, books: () => ports.ledger.books() },
      {
        onDoubt: (doubt) => {
          // A card that was just put in waits seconds for its second look: no news.
          if (doubt !== undefined && doubt.kind !== "unconfirmed")
            event("sim-doubted", { why: doubt.kind, detail: doubt.text });
        },
        onAgain: () => this.#loop.askCard(),
      },
    );
    this.#loop = new ModemLoop(
      { ...ports, unlock: this.#unlock, judge: this.#cards },
      modemOptions(settings, families),
      {
        onLink: (link, refusal) => {
          listener.onLink(link, refusal);
          this.#onLink(link);
        },
        onShared: (text) => listener.onShared(text),
        onModem: (modem, effects) => {
          listener.onModem(modem, effects);
          this.#onModem(modem, effects);
        },
        onNetworkTime: (instant) => listener.onNetworkTime(instant),
        onClockUnsettled: (time) => listener.onClockUnsettled?.(time),
        onUnasked: (message) => {
          ports.ussd?.heard(message);
          if ("raw" in message) this.#actions.heard(message.raw);
        },
      },
    );
    ports.ussd?.attach(this.#loop);
    this.#actions = new ActionRunner(clock, (command) => this.#loop.send(command));
    this.#journal = new NetworkJournal({ network, store }, ports.host.bootId);
    this.hold = new BearerHold({
      own: () => this.#bearer,
      owner: () => this.#owner,
      cid: settings.bearer.cid,
      ready: () => this.#ready,
      family: () => this.#loop.family,
      modem: () => this.#modem,
      send: (command) => this.#loop.send(command),
      changed: () => this.#loop.pollNow(),
    });
    const interfaceName = settings.meter.interface;
    if (settings.bearer.owner === "external") {
      if (owner !== undefined)
        this.#owner = new OwnerLoop({ ...ports, owner }, { device: deviceId, interfaceName }, event);
      return;
    }
    const order = callOrder(settings, ports.apnPassword);
    this.#bearer = new BearerLoop(
      {
        ...ports,
        log: ports.log.station("modem"),
        memory: new CallMemory(store, key, JSON.stringify(order)),
        network: this.#journal,
        asking: this.#loop,
      },
      {
        order,
        interfaceName,
        metric: settings.bearer.routeMetric,
        family: () => this.#loop.family,
        offered: () => offeredApn(options.packs, options.book?.(), this.#modem),
      },
      { event, onChanged: () => this.#loop.readBearer() },
    );
  }

  /** Why the card stays locked, and what to do. */
  get locked(): string | undefined {
    // What was said of a card is not said of an empty slot.
    return this.#modem.sim.state === "absent" ? undefined : this.#unlock.text;
  }

  /** Why the number that is read now is not taken for a card's. */
  get cardDoubt(): Doubt | undefined {
    return this.#cards.doubt;
  }

  /** Everything that a poll asks, now. */
  poll(): void {
    this.#loop.pollNow();
  }

  /** The network's time now, for whoever doubts the machine's. */
  askClock(): void {
    this.#loop.askClock();
  }

  /** Who switches the radio: this agent, somebody who can be asked to, or nobody that can be reached from here. */
  get radio(): "own" | "asked" | "none" {
    if (this.#bearer !== undefined) return "own";
    // NetworkManager has one switch for every modem of the machine: that is nobody's to use for one of them.
    const asks = this.#owner?.view.asks;
    return asks === "command" || asks === "modem-manager" ? "asked" : "none";
  }

  /** The radio off and on, once; where the call is somebody else's, so is the radio, and its owner is asked. */
  async radioCycle(why: string): Promise<RungEnd> {
    if (this.#bearer === undefined) return await this.#askOwner("radio-cycle", why);
    const end = await this.#carryOut(this.#cycle());
    this.#loop.pollNow();
    return end;
  }

  /** Attached to the packet domain, and dialled at once; where the call is somebody else's, they are asked to dial. */
  async attach(why: string): Promise<RungEnd> {
    if (this.#bearer === undefined) return await this.#askOwner("connect", why);
    const { family } = this.#loop;
    const end = await this.#carryOut(
      family === undefined ? { kind: "action", action: standardAttach() } : actionOf(family, "attach"),
    );
    this.#loop.pollNow();
    if (end.kind === "done") this.dialNow();
    return end;
  }

  async #askOwner(kind: OwnerRequest["request"], why: string): Promise<RungEnd> {
    const answer = await this.#owner?.request(kind, why);
    if (answer === undefined) return { kind: "failed", text: "the data call is somebody else's, and nobody is asked" };
    return answer.kind === "failed" ? { kind: "failed", text: answer.text } : { kind: "asked" };
  }

  async #carryOut(found: ActionFound): Promise<RungEnd> {
    if (found.kind === "none") return { kind: "failed", text: found.why };
    const end = await this.#actions.run(found.action);
    return end.kind === "failed" ? end : { kind: "done" };
  }

  /** Which of the modem's slots is in use; a sentence where nobody can say. */
  async slot(): Promise<number | { readonly why: string }> {
    const form = this.#loop.family?.sim.slot;
    if (form === undefined) return { why: "nobody knows how this modem's slots are asked for" };
    const outcome = await this.#loop.send(slotQuestion(form));
    const slot = outcome.kind === "ok" ? slotIn(form, outcome.lines) : undefined;
    return slot ?? { why: "the modem does not say which slot it uses" };
  }

  /** The card of the other slot from now on; the call that is up ends with the old one. */
  async chooseSlot(slot: number): Promise<RungEnd> {
    const { family } = this.#loop;
    if (this.#bearer === undefined) return { kind: "failed", text: "the modem is somebody else's" };
    if (family === undefined) return { kind: "failed", text: "nobody knows how this modem's slots are chosen" };
    const end = await this.#carryOut(actionOf(family, { slot }));
    this.#loop.askCard();
    this.#loop.pollNow();
    return end;
  }

  /** The modem anew, where it is ours; it is asked everything again once it is back. */
  async reset(): Promise<RungEnd> {
    const { family } = this.#loop;
    if (this.#bearer === undefined) return { kind: "failed", text: "the modem is somebody else's to reset" };
    if (family === undefined) return { kind: "failed", text: "nobody knows how this modem is reset" };
    return await this.#carryOut(actionOf(family, "reset"));
  }

  /** The radio on, where it is ours and an earlier cycle may have left it off. */
  async radioOn(): Promise<boolean> {
    if (this.#bearer === undefined) return true;
    const found = this.#cycle();
    const on = found.kind === "none" ? undefined : found.action.steps.findLast((step) => step.kind === "send");
    if (on === undefined) return true;
    const { kind } = await this.#loop.send(on.command);
    // A refusal is an answer: whatever the radio does, it is not in the middle of ours.
    return kind === "ok" || kind === "error";
  }

  #cycle(): ActionFound {
    const { family } = this.#loop;
    return family === undefined ? { kind: "action", action: standardRadioCycle() } : actionOf(family, "radio-cycle");
  }

  /** There is a reason not to wait any longer. */
  dialNow(): void {
    this.#bearer?.hasten();
    this.#owner?.hasten();
  }

  /** Whether anybody dials on our word, and when again by itself. */
  get dials(): { readonly at: MonoMs | undefined } | undefined {
    const dialler = this.#bearer ?? this.#owner;
    return dialler && { at: dialler.dialsAt };
  }

  /** Why the agent's own data call failed last, until one is up; undefined where somebody else dials. */
  get contextRefused(): CallTrouble | undefined {
    return this.#bearer?.refused;
  }

  /** All of these. */
  get view(): Pick<ModemSide, "locked" | "cardDoubt" | "bearer" | "contextRefused"> {
    const { locked, cardDoubt, bearer, contextRefused } = this;
    return { locked, cardDoubt, bearer, contextRefused };
  }

  get bearer(): BearerView {
    const own = this.#bearer;
    return own === undefined
      ? { owner: "external", ...this.#owner?.view }
      : { owner: "agent", state: own.state, text: own.text, ...(own.apn === undefined ? {} : { apn: own.apn }) };
  }

  /** For programs on the bridge, in its turn among the agent's own questions. */
  readonly questions = modemQuestions((command) => (this.#ready ? this.#loop.send(command) : undefined));

  start(): void {
    this.#begin().catch((thrown: unknown) =>
      this.#log.error("agent-fault", { what: "starting the modem's side", why: textOf(thrown) }),
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const rest = this.#actions.stop();
    const late = new Promise<void>((resolve) => void this.#clock.after(REST_WITHIN, resolve));
    await Promise.race([this.hold.leave(), late]);
    this.#owner?.stop();
    await this.#bearer?.stop();
    for (const command of rest) await Promise.race([this.#loop.send(command), late]);
    await this.#loop.stop();
  }

  /** What a killed agent has left on the interface is taken away first, whoever dials now. */
  async #begin(): Promise<void> {
    await (this.#bearer?.start() ?? this.#journal.undo());
    if (!this.#stopped) this.#loop.start();
  }

  #onLink(link: Link): void {
    this.#ready = link.kind === "ready";
    this.#actions.port(this.#ready);
    this.#onModem(this.#modem, []);
  }

  #onModem(modem: Modem, effects: readonly ModemEffect[]): void {
    this.#modem = modem;
    this.#bearer?.modem(this.#ready ? modem : UNKNOWN_MODEM, effects);
    this.#owner?.modem(modem);
  }
}
