import { type Duration, Minutes, Seconds } from "../base/duration.ts";
import { isoInstant, type WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { ClockMeaning, UnsettledTime } from "../modem/clock-reading.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { Said } from "../report/picture.ts";
import type { Insistence, Moment } from "../time/insistence.ts";
import {
  type Contest,
  initialTrust,
  trustedWall,
  type TrustEffect,
  type TrustInput,
  type TrustRules,
  type TrustState,
} from "../time/trust-state.ts";
import { step } from "../time/trust.ts";
import { agreeing } from "./clock-sense.ts";
import { TIME_FLOOR } from "./time-floor.ts";

export interface TimeListener {
  /** The time became known, or was corrected by `movedBy`: what is pending can be settled. */
  onTrusted(source: string, movedBy: Duration): void;
  onDistrusted(text: string): void;
  /** What says the present and what the books hold contradict each other. */
  onContested(text: string): void;
  /** To be kept over a restart. */
  onInsisting(insistence: Insistence): void;
  /** The modem is to be asked for its time out of turn. */
  onDoubt(): void;
}

const LOOK_EVERY = Minutes(1);
/** Another answer of the modem, not the same one twice. */
const ASK_AGAIN_AFTER = Seconds(30);

/** Holds the trusted time for every loop, and looks for proof of it once a minute. */
export class TimeKeeper {
  readonly #clock: Clock;
  readonly #host: Host;
  readonly #log: Log;
  readonly #listener: TimeListener;
  #state: TrustState;
  #cancel: Cancel = () => {};
  #askAgain: Cancel = () => {};

  constructor(
    ports: { readonly clock: Clock; readonly host: Host; readonly log: Log },
    rules: TrustRules,
    listener: TimeListener,
  ) {
    this.#clock = ports.clock;
    this.#host = ports.host;
    this.#log = ports.log.station("time");
    this.#listener = listener;
    this.#state = initialTrust(rules);
  }

  get state(): TrustState {
    return this.#state;
  }

  /** `begun` runs between the first look and what is told of it, so that what it says carries the time that was found. */
  start(begun: () => void): void {
    const effects = this.#looked();
    begun();
    for (const effect of effects) this.#tell(effect);
  }

  stop(): void {
    this.#cancel();
    this.#askAgain();
  }

  /** The trusted time now; undefined while no source is believed. */
  trusted(): WallMs | undefined {
    return trustedWall(this.#state, this.#clock.monoMs());
  }

  /** What is written beside every message: the trusted time, else the system's, said to be untrusted. */
  said(): Said {
    const trusted = this.trusted();
    const text = this.#text();
    const said = text === undefined ? {} : { text };
    return trusted === undefined
      ? { wall: this.#clock.wallMs(), trusted: false, source: "none", ...said }
      : { wall: trusted, trusted: true, source: this.#state.held?.source ?? "none", ...said };
  }

  look(): void {
    for (const effect of this.#looked()) this.#tell(effect);
  }

  networkTime(instant: WallMs): void {
    for (const effect of this.#step({ kind: "network-time", now: this.#now(), instant })) this.#tell(effect);
  }

  /**
   * The modem's clock, of which nobody knows whether it is local time or UTC. What a source agrees with is
   * known from then on. It is no source by itself, but it confirms the system's clock where that says the same by the
   * standard's own meaning; not by the other one, by which a system's clock that holds local time would be as right.
   */
  unsettledTime(time: UnsettledTime): ClockMeaning | undefined {
    const trusted = this.trusted();
    const wall = this.#clock.wallMs();
    if (trusted !== undefined && this.#state.held?.source !== "setting") return agreeing(time, trusted);
    return wall >= TIME_FLOOR && agreeing(time, wall) === "local" ? "local" : undefined;
  }

  /** A person says that what tells the present is right: the contested source, else the system's clock. */
  clockRight(): "clock-accepted" | "clock-known" | "clock-unset" {
    const effects = this.#step({ kind: "clock-right", now: this.#now() });
    for (const effect of effects) this.#tell(effect);
    if (effects.some(({ kind }) => kind === "refused")) return "clock-unset";
    return effects.some((effect) => effect.kind === "trusted" && effect.source === "operator")
      ? "clock-accepted"
      : "clock-known";
  }

  /** Without figures that move: a state is published again when its text changes. */
  #text(): string | undefined {
    const { contested, jumped, held } = this.#state;
    if (contested !== undefined) return contestText(contested);
    return jumped && held !== undefined
      ? "the system clock jumped and is not believed; the time held before it goes on until a source says otherwise"
      : undefined;
  }

  #looked(): readonly TrustEffect[] {
    this.#cancel();
    this.#cancel = this.#clock.after(LOOK_EVERY, () => this.look());
    const sync = this.#host.lastClockSync();
    return this.#step({ kind: "look", now: this.#now(), ...(sync === undefined ? {} : { lastClockSync: sync }) });
  }

  #now(): Moment {
    return { wall: this.#clock.wallMs(), mono: this.#clock.monoMs() };
  }

  #step(input: TrustInput): readonly TrustEffect[] {
    const { state, effects } = step(this.#state, input);
    this.#state = state;
    return effects;
  }

  #tell(effect: TrustEffect): void {
    switch (effect.kind) {
      case "trusted":
        return this.#listener.onTrusted(effect.source, effect.movedBy);
      case "distrusted":
        return this.#listener.onDistrusted(
          effect.why === "before-floor"
            ? "the system clock is before this program was built, or before the last entry was made"
            : "no source vouches for the system clock yet",
        );
      case "contested":
        return this.#listener.onContested(contestText(effect.contest));
      case "insisting":
        return this.#listener.onInsisting(effect.insistence);
      case "jumped":
        // Two witnesses against one memory would decide it.
        this.#doubt();
        return this.#listener.onDistrusted(
          `the system clock jumped by ${Math.round(effect.by / 1_000)} s; the time held before goes on`,
        );
      case "refused":
        if (effect.again === true) this.#doubt();
        return this.#log.debug("clock-distrusted", {
          source: effect.source,
          instant: isoInstant(effect.instant),
          why: effect.why,
        });
      default:
        return unreachable(effect);
    }
  }

  #doubt(): void {
    this.#askAgain();
    this.#askAgain = this.#clock.after(ASK_AGAIN_AFTER, () => this.#listener.onDoubt());
  }
}

function contestText({ source, wall, lastBooked }: Contest): string {
  const who = source === "network" ? "the network" : "the system clock, which clock.trust_system vouches for,";
  return (
    `the books hold an entry of ${isoInstant(lastBooked)}, but ${who} says that it is ${isoInstant(wall).slice(0, 10)}. ` +
    "Where that is right, say so with `cellward fact clock-right --by NAME`; it is believed by itself once it was said " +
    "for 24 hours of running time, or on three days. Where the books are right, set the clock"
  );
}
