import { type Duration, Millis, Minutes, Seconds } from "../base/duration.ts";
import { defined } from "../base/defined.ts";
import type { PublishedEvent } from "../base/events.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, isoInstant, MonoMs, WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import {
  type BearerStop,
  type HardStop,
  type HardStopEffect,
  type HardStopInput,
  stepHardStop,
} from "../enforce/hard-stop.ts";
import type { Decision } from "../policy/decision.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { SourceRequest, StopSources } from "../ports/source-stop.ts";
import type { Store } from "../ports/store.ts";
import type { HardStopView } from "../report/limits-contract.ts";
import type { Said } from "../report/picture.ts";
import type { BearerHands, HoldEnd } from "./bearer-hold.ts";
import { HARD_STOP_KEY, readWayBack, type WayBack, writeWayBack } from "./hard-stop-record.ts";
import { LastWords, type OutboxNow } from "./last-words.ts";

export interface HardStopPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  /** Absent: who sends to this device is told over MQTT and the bridge alone. */
  readonly stopSources?: StopSources;
  /** What was on the disk at the start, as text. */
  readonly hardStop: string | undefined;
}

export interface HardStopOptions {
  readonly until: "uplink" | "bearer" | "bearer-always";
  /** The longest that the data connection stays away in one go. */
  readonly back: Duration;
  readonly device: string;
}

export interface HardStopHooks {
  said(): Said;
  decision(): Decision;
  /** Bytes from the network that the metered uplinks have carried in this run, read now. */
  billed(): bigint;
  bearer(): BearerHands;
  outbox(): OutboxNow;
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  changed(): void;
}

const LOOK_EVERY = Seconds(5);
/** Where the bearer goes whatever comes, it is first listened for so long: perhaps the order was taken back. */
const LISTENS = Minutes(5);
/** Until the modem was asked again, what it said before still stands. */
const SETTLES = Minutes(1);
/** How often what is left of the time away goes to the disk; each start counts as one, since nobody knows how long it was off. */
const STEP = Minutes(15);

/** The stop at level offline, carried out in its order; the way back from it is on the disk before the bearer goes. */
export class HardStopLoop {
  readonly #ports: HardStopPorts;
  readonly #options: HardStopOptions;
  readonly #hooks: HardStopHooks;
  readonly #lastWords: LastWords;
  readonly #inputs: HardStopInput[] = [];
  #state: HardStop = { stage: "running" };
  /** As the last words told it. */
  #planned: Omit<WayBack, "by"> | undefined;
  #wayBack: WayBack | undefined;
  /** Since when `left` of the way back runs down. */
  #countedFrom: MonoMs;
  /** When it was let go, or came back, last. */
  #turnedAt: MonoMs = MonoMs(-Infinity);
  #timer: Cancel = () => {};
  #working = false;
  #stopped = false;

  constructor(ports: HardStopPorts, options: HardStopOptions, hooks: HardStopHooks) {
    this.#ports = ports;
    this.#options = options;
    this.#hooks = hooks;
    this.#lastWords = new LastWords(ports.clock, () => hooks.outbox());
    this.#countedFrom = ports.clock.monoMs();
  }

  /** Undefined while nothing is stopped. */
  get view(): HardStopView | undefined {
    const { stage } = this.#state;
    if (stage === "running") return undefined;
    const { by, since, until } = this.#wayBack ?? {};
    if (stage !== "dropping" && stage !== "bearer" && stage !== "returning") return { stage };
    if (since === undefined || until === undefined) return { stage: "bearer" };
    return defined({ stage: "bearer" as const, by, since: isoInstant(since), until: isoInstant(until) });
  }

  /** Data does not pass because it was let go here. */
  get away(): boolean {
    const { stage } = this.#state;
    return stage === "dropping" || stage === "bearer" || stage === "returning";
  }

  /** What was let go before a restart stays so until its time, and is let go again where the modem came up by itself. */
  start(): void {
    const kept = readWayBack(this.#ports.hardStop);
    if (kept !== undefined) {
      this.#wayBack = { ...kept, left: Millis(Math.max(0, kept.left - STEP)) };
      void this.#keep(this.#wayBack);
      this.#take({ kind: "found", by: kept.by });
    }
    this.look();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer();
    this.#lastWords.stop();
  }

  /** The level may be another one. */
  look(): void {
    this.#timer();
    if (this.#stopped) return;
    const { level, override } = this.#hooks.decision();
    // Where the network refuses or no card is in nothing passes anyway, and what is let go could not come back by itself.
    const offline = level === "offline" && override?.level === "offline" && override.idle === undefined;
    if (!offline && this.#state.stage === "running") return;
    this.#timer = this.#ports.clock.after(LOOK_EVERY, () => this.look());
    if (offline && this.#over) return this.#take({ kind: "over" });
    this.#take({ kind: "looked", offline, ...this.#seen() });
  }

  #seen(): Pick<HardStopInput & { readonly kind: "looked" }, "billed" | "asked" | "up"> {
    const since = elapsed(this.#turnedAt, this.#ports.clock.monoMs());
    const up = this.#hooks.bearer().up() && since >= SETTLES;
    const asked = this.#options.until === "bearer-always" && since >= LISTENS;
    return { billed: this.#hooks.billed(), asked, up };
  }

  get #over(): boolean {
    if (this.#state.stage !== "bearer" || this.#wayBack === undefined) return false;
    const { wall, trusted } = this.#hooks.said();
    const now = this.#ports.clock.monoMs();
    const { until, left } = this.#wayBack;
    const since = elapsed(this.#countedFrom, now);
    if ((trusted && wall >= until) || since >= left) return true;
    if (since >= STEP) {
      this.#countedFrom = now;
      this.#wayBack = { ...this.#wayBack, left: Millis(left - since) };
      void this.#keep(this.#wayBack);
    }
    return false;
  }

  #take(input: HardStopInput): void {
    // A look during what is under way would only have it done twice.
    if (this.#working && (input.kind === "looked" || input.kind === "over")) return;
    this.#inputs.push(input);
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      for (let input = this.#inputs.shift(); input !== undefined; input = this.#inputs.shift()) {
        const rules = { bearer: this.#options.until !== "uplink", ways: this.#hooks.bearer().ways() };
        const before = this.#state.stage;
        const { state, effects } = stepHardStop(this.#state, input, rules);
        this.#state = state;
        for (const effect of effects) {
          if (this.#stopped) return;
          const answer = await this.#carryOut(effect);
          if (answer !== undefined) this.#inputs.unshift(answer);
        }
        if (state.stage !== before) this.#hooks.changed();
      }
    } catch (thrown) {
      this.#ports.log.error("agent-fault", { what: "the stop at level offline", why: textOf(thrown) });
    } finally {
      this.#working = false;
    }
  }

  async #carryOut(effect: HardStopEffect): Promise<HardStopInput | undefined> {
    const hooks = this.#hooks;
    switch (effect.kind) {
      case "hold-uplink":
        hooks.event("hard-stop", { stage: "uplink", why: this.#why });
        return undefined;
      case "stop-sources":
        hooks.event("hard-stop", { stage: "sources", why: this.#why });
        await this.#tell("stop-sources");
        return undefined;
      case "say-last-words": {
        const { since, until } = (this.#planned = this.#newWayBack());
        hooks.event("bearer-let-go", { why: this.#why, since: isoInstant(since), until: isoInstant(until) });
        await this.#lastWords.said();
        return { kind: "last-words-said" };
      }
      case "keep-way-back": {
        const wayBack = { ...(this.#planned ?? this.#newWayBack()), by: effect.by };
        if (!(await this.#keep(wayBack))) return undefined;
        this.#wayBack = wayBack;
        this.#countedFrom = this.#ports.clock.monoMs();
        return { kind: "way-back-kept" };
      }
      case "drop-bearer":
        return this.#dropped(await hooks.bearer().letGo(effect.by, this.#why), effect.by);
      case "restore-bearer": {
        const end = await hooks.bearer().takeBack(effect.by, "what was let go at level offline is to come back");
        if (end.kind === "later") return undefined;
        await this.#ports.store.write([{ del: HARD_STOP_KEY }]);
        this.#wayBack = undefined;
        this.#turnedAt = this.#ports.clock.monoMs();
        hooks.event("bearer-taken-back", { by: effect.by });
        return { kind: "restored", billed: hooks.billed() };
      }
      case "release":
        hooks.event("hard-stop", { stage: "over" });
        await this.#tell("resume-sources");
        return undefined;
      default:
        return unreachable(effect);
    }
  }

  #dropped(end: HoldEnd, by: BearerStop): HardStopInput | undefined {
    if (end.kind === "later") return undefined;
    this.#turnedAt = this.#ports.clock.monoMs();
    if (end.kind === "done") {
      this.#ports.log.warn("bearer-gone", { by });
      return { kind: "dropped" };
    }
    this.#ports.log.warn("bearer-not-gone", { by, why: end.text });
    return { kind: "refused", billed: this.#hooks.billed() };
  }

  #newWayBack(): Omit<WayBack, "by"> {
    const { wall } = this.#hooks.said();
    const end = this.#hooks.decision().until ?? WallMs(Infinity);
    const left = Millis(Math.max(0, Math.min(this.#options.back, end - wall)));
    return { since: wall, until: WallMs(wall + left), left };
  }

  /** What no disk has taken down could be gone for good: nothing is let go then. */
  async #keep(wayBack: WayBack): Promise<boolean> {
    return (await this.#ports.store.write([{ put: HARD_STOP_KEY, value: writeWayBack(wayBack) }])) === "durable";
  }

  async #tell(request: SourceRequest["request"]): Promise<void> {
    const end = await this.#ports.stopSources?.({ v: 1, request, why: this.#why, device: this.#options.device });
    if (end?.kind === "failed") this.#ports.log.warn("sources-not-told", { request, why: end.text });
  }

  get #why(): string {
    return this.#hooks
      .decision()
      .reasons.map(({ text }) => text)
      .join("; ");
  }
}
