import { type Duration, Minutes } from "../base/duration.ts";
import { isoInstant, type WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { Said } from "../report/picture.ts";
import {
  initialTrust,
  type Moment,
  step,
  trustedWall,
  type TrustEffect,
  type TrustInput,
  type TrustRules,
  type TrustState,
} from "../time/trust.ts";

export interface TimeListener {
  /** The time became known, or was corrected by `movedBy`: what is pending can be settled. */
  onTrusted(source: string, movedBy: Duration): void;
  onDistrusted(text: string): void;
}

const LOOK_EVERY = Minutes(1);

/** Holds the trusted time for every loop, and looks for proof of it once a minute. */
export class TimeKeeper {
  readonly #clock: Clock;
  readonly #host: Host;
  readonly #log: Log;
  readonly #listener: TimeListener;
  #state: TrustState;
  #cancel: Cancel = () => {};

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
  }

  /** The trusted time now; undefined while no source is believed. */
  trusted(): WallMs | undefined {
    return trustedWall(this.#state, this.#clock.monoMs());
  }

  /** What is written beside every message: the trusted time, else the system's, said to be untrusted. */
  said(): Said {
    const trusted = this.trusted();
    return trusted === undefined
      ? { wall: this.#clock.wallMs(), trusted: false, source: "none" }
      : { wall: trusted, trusted: true, source: this.#state.held?.source ?? "none" };
  }

  look(): void {
    for (const effect of this.#looked()) this.#tell(effect);
  }

  networkTime(instant: WallMs): void {
    for (const effect of this.#step({ kind: "network-time", now: this.#now(), instant })) this.#tell(effect);
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
            ? "the system clock is before this program was built or its last entry was made"
            : "no source vouches for the system clock yet",
        );
      case "jumped":
        return this.#listener.onDistrusted(
          `the system clock jumped by ${Math.round(effect.by / 1_000)} s; the time held before goes on`,
        );
      case "refused":
        return this.#log.debug("clock-distrusted", {
          source: effect.source,
          instant: isoInstant(effect.instant),
          why: effect.why,
        });
      default:
        return unreachable(effect);
    }
  }
}
