import type { AtCommand } from "../at/command.ts";
import type { PublishedEvent } from "../base/events.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, monoAfter, type MonoMs } from "../base/instant.ts";
import { describeDuration, type Duration, Seconds } from "../base/duration.ts";
import { maskText } from "../base/mask.ts";
import { unreachable } from "../base/unreachable.ts";
import { BEARER_CALL, bearerCall, type CallContext, type CallEffect, type CallInput } from "../modem/bearer-call.ts";
import type { CallAddresses } from "../modem/call-addresses.ts";
import type { ApnFrom, CarrierApn } from "../modem/call-apn.ts";
import { droppingOf, loweringOf } from "../modem/call-down.ts";
import { type CallOrder, isSameApn, usableWays } from "../modem/call-order.ts";
import { afterBackOff, NO_FAILURES, STABLE_AFTER } from "../modem/call-retry.ts";
import type { CallTrouble } from "../modem/call-trouble.ts";
import { type CallView, viewOf } from "../modem/call-view.ts";
import type { Asking } from "../modem/interrogation.ts";
import type { Modem } from "../modem/modem.ts";
import type { ModemProfile } from "../modem/profile.ts";
import type { ModemEffect } from "../modem/step.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { CallMemory } from "./call-memory.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import type { NetworkJournal } from "./network-journal.ts";
import { OwnTurn } from "./own-turn.ts";

export interface BearerPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly memory: CallMemory;
  readonly network: NetworkJournal;
  readonly asking: Asking;
}

export interface BearerOptions {
  readonly order: CallOrder;
  readonly interfaceName: string;
  /** Of the default route. */
  readonly metric: number;
  readonly family: () => ModemProfile | undefined;
  /** What the carrier of the card that is in names; undefined where it is not known. */
  readonly offered: () => CarrierApn | undefined;
}

export interface BearerListener {
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  /** The contexts are to be read: something was done to one. */
  onChanged(): void;
}

/** What the modem says unasked of the network's timer for the APN of the call. */
type TimerNews = Extract<ModemEffect, { readonly kind: "back-off" }>;

/** What a modem that does not answer may keep a stop waiting for. */
const LOWER_WITHIN = Seconds(1);
/** What a command that was under way may keep it waiting for. */
const CLEAR_WITHIN = Seconds(10);

/** The data call of an agent that owns it: `bearerCall` interpreted, one input after the other. */
export class BearerLoop {
  readonly #ports: BearerPorts;
  readonly #options: BearerOptions;
  readonly #listener: BearerListener;
  readonly #lease: LeaseKeeper;
  readonly #turn: OwnTurn;
  readonly #inputs: (CallInput | TimerNews)[] = [];
  #call = BEARER_CALL;
  #record = NO_FAILURES;
  #upSince: MonoMs | undefined;
  /** Of the last call that was up, as the network had it. */
  #apn: string | undefined;
  #refused: CallTrouble | undefined;
  #retryAfter: Duration | undefined;
  #retryAt: MonoMs | undefined;
  /** Let go on purpose, and why: nothing is dialled. */
  #letGo: string | undefined;
  #seen: CallView = BEARER_CALL.view;
  #timer: Cancel = () => {};
  #working = false;
  #done: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(ports: BearerPorts, options: BearerOptions, listener: BearerListener) {
    this.#ports = ports;
    this.#options = options;
    this.#listener = listener;
    this.#turn = new OwnTurn(ports);
    this.#lease = new LeaseKeeper(ports, {
      onReaddressed: () => {
        listener.event("bearer-readdressed", {});
        listener.onChanged();
      },
      onExpired: () => this.#take({ kind: "lost", text: "the modem's DHCP lease ran out", restarted: false }),
    });
  }

  /** What a killed agent left behind is taken away first; what it had failed at is remembered. */
  async start(): Promise<void> {
    await this.#ports.network.undo();
    this.#record = await this.#ports.memory.recall();
    if (this.#record.failures === 0) return;
    this.#call = { ...this.#call, phase: { kind: "waiting" }, text: "dialling had failed before the restart" };
    this.#wait();
  }

  /** The interface is as it was; a context that the agent has put up is taken down if the modem is quick about it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    this.#lease.end();
    const { clock, asking, network } = this.#ports;
    await network.undo();
    const lowering = loweringOf(this.#call, this.#context());
    const late = new Promise<void>((resolve) => void clock.after(LOWER_WITHIN, resolve));
    for (const command of lowering) await Promise.race([asking.send(command), late]);
  }

  /** For `status`; the same while it stays the same, since it is published whenever it changes. */
  get text(): string {
    const { text } = this.#call;
    return maskText(
      this.#retryAfter === undefined
        ? text
        : `${text.replace(/\.$/, "")}; tried again after ${describeDuration(this.#retryAfter)}`,
    );
  }

  /** Who named the access point and, as far as that is known, its name; undefined before the first attempt. */
  get apn(): { readonly from: ApnFrom; readonly name?: string } | undefined {
    const { apnFrom: from, phase, dialled } = this.#call;
    if (from === undefined) return undefined;
    const name = (phase.kind === "up" ? this.#apn : undefined) ?? dialled ?? this.#options.order.apn;
    return { from, ...(name === undefined ? {} : { name }) };
  }

  /** Why the last call failed, until one is up. */
  get refused(): CallTrouble | undefined {
    return this.#refused;
  }

  get state(): "waiting" | "dialling" | "up" | "retrying" | "let-go" {
    if (this.#letGo !== undefined) return "let-go";
    const { kind } = this.#call.phase;
    return kind === "up" ? "up" : kind === "idle" ? "waiting" : kind === "waiting" ? "retrying" : "dialling";
  }

  /** When it dials again by itself; undefined while it does not wait for that. */
  get dialsAt(): MonoMs | undefined {
    return this.#retryAfter === undefined || this.#letGo !== undefined ? undefined : this.#retryAt;
  }

  /** There is a reason not to wait any longer; how long the network itself has ordered to wait stands. */
  hasten(): void {
    if (this.#call.phase.kind !== "waiting" || this.#record.backOff !== undefined) return;
    this.#timer();
    this.#turn.asked();
    this.#retryAfter = undefined;
    this.#take({ kind: "elapsed" });
  }

  /** The interface is cleared and nothing is dialled until it is taken back. Gives back how the call goes down, once it is clear. */
  async letGo(why: string): Promise<readonly AtCommand[]> {
    const dropping = droppingOf(this.#call, this.#context());
    this.#letGo = why;
    this.#look();
    const late = new Promise<void>((resolve) => void this.#ports.clock.after(CLEAR_WITHIN, resolve));
    await Promise.race([this.#done, late]);
    return dropping;
  }

  takeBack(): void {
    if (this.#letGo === undefined) return;
    this.#letGo = undefined;
    this.#look();
    this.hasten();
  }

  modem(modem: Modem, effects: readonly ModemEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "restarted") this.#take({ kind: "lost", text: "the modem restarted", restarted: true });
      if (effect.kind === "network-detached")
        this.#take({ kind: "lost", text: "the network detached the device", restarted: false });
      if (effect.kind === "context-lost" && effect.cid === this.#options.order.cid)
        this.#take({ kind: "lost", text: "the network took the context away", restarted: false });
      if (effect.kind === "back-off" && this.#concerns(effect)) this.#take(effect);
      // Another card is another contract: what was refused to the last one says nothing about it.
      if (effect.kind === "sim-identified") this.#recordOf(effect.iccid);
    }
    this.#seen = viewOf(modem, this.#options.order.cid);
    this.#look();
  }

  #look(): void {
    const why = this.#letGo;
    this.#take({ kind: "view", view: why === undefined ? this.#seen : { network: "not-usable", why } });
  }

  #recordOf(iccid: string): void {
    this.#ports.memory.card(iccid).then(
      (known) => {
        if (known || this.#stopped || this.#record.failures === 0) return;
        this.#record = NO_FAILURES;
        if (this.#call.phase.kind === "waiting") this.#wait();
      },
      (thrown: unknown) => this.#fault("noting the card", thrown),
    );
  }

  #context(): CallContext {
    const { order, family } = this.#options;
    const offered = this.#options.offered();
    return { order, ways: usableWays(family()), ...(offered === undefined ? {} : { offered }) };
  }

  #concerns({ apn }: TimerNews): boolean {
    const own = this.#options.order.apn ?? this.#apn ?? this.apn?.name;
    return own === undefined || isSameApn(apn, own);
  }

  #take(input: CallInput | TimerNews): void {
    if (this.#stopped) return;
    // Of what the modem showed while a command was on its way only the last counts: a flood of lines must not pile up.
    if (input.kind === "view" && this.#inputs.at(-1)?.kind === "view") this.#inputs.pop();
    this.#inputs.push(input);
    if (!this.#working) this.#done = this.#work();
  }

  /** An answer comes before whatever the modem said meanwhile. */
  async #work(): Promise<void> {
    this.#working = true;
    try {
      for (let input = this.#inputs.shift(); input !== undefined; input = this.#inputs.shift()) await this.#step(input);
    } catch (thrown) {
      this.#fault("the data call", thrown);
      this.#record = this.#turn.failed(this.#record, { kind: "temporary" });
      this.#call = { ...this.#call, phase: { kind: "waiting" }, text: "a fault of the agent ended the call" };
      this.#wait();
    } finally {
      this.#working = false;
    }
  }

  async #step(input: CallInput | TimerNews): Promise<void> {
    if (input.kind === "back-off") return this.#barred(input);
    const { call, effects } = bearerCall(this.#call, input, this.#context());
    this.#call = call;
    for (const effect of effects) {
      if (this.#stopped) return;
      const answer = await this.#interpret(effect);
      if (answer !== undefined) this.#inputs.unshift(answer);
    }
  }

  async #interpret(effect: CallEffect): Promise<CallInput | undefined> {
    const { asking, clock, network } = this.#ports;
    switch (effect.kind) {
      case "send":
        return { kind: "answered", outcome: await asking.send(effect.command) };
      case "configure":
        return this.#configure(effect.from, effect.addresses);
      case "clear":
        this.#lease.end();
        await network.undo();
        return undefined;
      case "wait":
        await this.#note(effect.trouble);
        this.#wait();
        return undefined;
      case "up":
        this.#upSince = clock.monoMs();
        this.#turn.settled();
        this.#apn = effect.apn ?? this.#apn;
        this.#refused = undefined;
        this.#retryAfter = undefined;
        this.#listener.event("bearer-up", {
          way: effect.way,
          ...(effect.apn === undefined ? {} : { apn: effect.apn }),
        });
        this.#listener.onChanged();
        return undefined;
      case "down":
        this.#listener.event("bearer-down", { detail: maskText(effect.text) });
        this.#listener.onChanged();
        return undefined;
      case "failed":
        this.#refused = effect.trouble;
        this.#listener.event("bearer-failed", { detail: maskText(effect.trouble.text), kind: effect.trouble.kind });
        this.#listener.onChanged();
        return undefined;
      default:
        return unreachable(effect);
    }
  }

  async #configure(from: "static" | "dhcp", found: CallAddresses | undefined): Promise<CallInput> {
    const { interfaceName, metric } = this.#options;
    const { addresses = [], resolvers = [], mtu } = found ?? {};
    const set = { interfaceName, addresses, resolvers, metric, ...(mtu === undefined ? {} : { mtu }) };
    const outcome = await this.#ports.network.apply(set, from);
    if (outcome.kind === "done" && outcome.leased !== undefined)
      this.#lease.begin(outcome.leased.set, outcome.leased.lease);
    return outcome.kind === "done"
      ? { kind: "configured", ...(outcome.note === undefined ? {} : { note: outcome.note }) }
      : { kind: "configured", trouble: `${outcome.found} ${outcome.remedy}` };
  }

  async #note(trouble: CallTrouble | undefined): Promise<void> {
    const { clock, memory } = this.#ports;
    const stable = this.#upSince !== undefined && elapsed(this.#upSince, clock.monoMs()) >= STABLE_AFTER;
    this.#upSince = undefined;
    const before = stable ? NO_FAILURES : this.#record;
    this.#record =
      trouble === undefined && stable ? before : this.#turn.failed(before, trouble ?? { kind: "temporary" });
    await memory.keep(this.#record);
  }

  /** Behind everything that was under way when the line came: a refusal and the news of its timer come together. */
  async #barred(news: TimerNews): Promise<void> {
    const { backOff, kind } = this.#record;
    const waitsForIt = backOff !== undefined || kind === "permanent";
    if (this.#call.phase.kind !== "waiting" || (!news.running && !waitsForIt)) return;
    this.#record = afterBackOff(this.#record, news);
    await this.#ports.memory.keep(this.#record);
    this.#wait();
  }

  #wait(): void {
    const delay = this.#turn.next(this.#record);
    this.#timer();
    this.#retryAfter = delay;
    this.#retryAt = monoAfter(this.#ports.clock.monoMs(), delay);
    this.#timer = this.#ports.clock.after(delay, () => {
      this.#retryAfter = undefined;
      this.#take({ kind: "elapsed" });
    });
  }

  #fault(what: string, thrown: unknown): void {
    this.#ports.log.error("agent-fault", { what, why: textOf(thrown) });
  }
}
