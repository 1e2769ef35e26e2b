import { isoInstant, type WallMs } from "../base/instant.ts";
import type { PublishedEvent } from "../base/events.ts";
import {
  NO_SUSPICION,
  suspect,
  type Suspicion,
  type SuspicionEffect,
  type SuspicionInput,
} from "../diagnosis/suspicion.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";
import { decide, type LevelDecision as Decision, type PolicyInput } from "../policy/decide.ts";
import type { Clock } from "../ports/clock.ts";
import { suspicionPayload } from "../report/payloads.ts";
import type { BookView, Said } from "../report/picture.ts";
import type { DiagnoseLoop } from "./diagnose-loop.ts";
import { planSeenOf } from "./plan-seen.ts";
import { OverrideDesk, type OverridePorts } from "./override-desk.ts";

export interface JudgeView {
  readonly suspicion: Suspicion;
  readonly decision: Decision;
  readonly decidedAt: WallMs;
  readonly diagnosis: DiagnoseLoop["view"];
}

export interface JudgeListener {
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  changed(): void;
}

export interface JudgePorts extends OverridePorts {
  readonly diagnosis: DiagnoseLoop;
  /** What was kept of a level that a person set. */
  readonly override: string | undefined;
}

/** Puts together what the modem and the meter say: a suspicion with its evidence, and the level that follows from both. */
export class Judge {
  readonly #clock: Clock;
  /** What a person set. */
  readonly overrides: OverrideDesk;
  /** Takes its time over what the suspicion says at once. */
  readonly #diagnosis: DiagnoseLoop;
  readonly #said: () => Said;
  readonly #listener: JudgeListener;
  #modem: Modem = UNKNOWN_MODEM;
  #book: BookView | undefined;
  #suspicion: Suspicion = NO_SUSPICION;
  #decision: Decision;
  #decidedAt: WallMs;

  constructor(ports: JudgePorts, said: () => Said, listener: JudgeListener) {
    this.#clock = ports.clock;
    this.#diagnosis = ports.diagnosis;
    this.#said = said;
    this.#listener = listener;
    this.overrides = new OverrideDesk(
      ports,
      { said, zone: () => planSeenOf(this.#book).zone, own: () => decide(this.#input) },
      { event: (type, fields) => listener.event(type, fields), changed: () => this.#told() },
      ports.override,
    );
    this.#decision = this.#decide();
    this.#decidedAt = said().wall;
  }

  get view(): JudgeView {
    const [suspicion, decision, decidedAt] = [this.#suspicion, this.#decision, this.#decidedAt];
    return { suspicion, decision, decidedAt, diagnosis: this.#diagnosis.view };
  }

  modem(modem: Modem, effects: readonly ModemEffect[]): void {
    this.#diagnosis.modem(modem, effects);
    const isNews = effects.length > 0 || modem.service !== this.#modem.service;
    this.#modem = modem;
    if (!isNews) return;
    const radioOff = modem.radioOff === true;
    for (const effect of effects) this.#suspect({ kind: "modem", effect, service: modem.service, radioOff });
    this.#redecide();
  }

  book(view: BookView): void {
    this.#diagnosis.book(view);
    this.#book = view;
    const { standing, total } = view;
    const text = `${standing.used} of ${standing.quota ?? 0n} bytes are used in this cycle`;
    this.#suspect({ kind: "limit", fact: { overLimit: standing.overLimit, text, down: total.down } });
    this.#redecide();
  }

  #suspect(input: SuspicionInput): void {
    const now = { wall: this.#said().wall, mono: this.#clock.monoMs() };
    const { state, effects } = suspect(this.#suspicion, input, now);
    this.#suspicion = state;
    for (const effect of effects) this.#tell(effect);
  }

  #tell(effect: SuspicionEffect): void {
    if (effect.kind === "cleared") {
      const since = effect.was.since === undefined ? {} : { since: isoInstant(effect.was.since.wall) };
      return this.#listener.event("suspicion-cleared", { why: effect.why, ...since });
    }
    return this.#listener.event("suspension-suspected", {
      strengthened: effect.kind === "strengthened",
      ...suspicionPayload(effect.suspicion),
    });
  }

  #decide(): Decision {
    return decide({ ...this.#input, override: this.overrides.current(), clockTrusted: this.#said().trusted });
  }

  get #input(): PolicyInput {
    return {
      standing: this.#book?.standing,
      pool: this.#book?.poolReach,
      suspicion: this.#suspicion,
      service: this.#modem.service,
    };
  }

  #told(): void {
    this.#redecide();
    this.#listener.changed();
  }

  #redecide(): void {
    const decision = this.#decide();
    const before = this.#decision;
    this.#decision = decision;
    if (decision.level === before.level) return;
    this.#decidedAt = this.#said().wall;
    this.#listener.event("decision-changed", {
      from: before.level,
      level: decision.level,
      reasons: decision.reasons,
      enforced: decision.enforced,
      ...(decision.until === undefined ? {} : { until: isoInstant(decision.until) }),
    });
  }
}
