import { defined } from "../base/defined.ts";
import { isoInstant } from "../base/instant.ts";
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
import { type ByRank, each, NO_BYTES } from "../policy/day-use.ts";
import type { Enforced } from "../policy/decide.ts";
import type { Decision } from "../policy/decision.ts";
import type { ClassOverride, Override } from "../policy/override.ts";
import type { StepInput } from "../policy/step.ts";
import type { Clock } from "../ports/clock.ts";
import { suspicionPayload } from "../report/payloads.ts";
import type { BookView, Said } from "../report/picture.ts";
import { ClassOverrideDesk } from "./class-override-desk.ts";
import type { ClassesNow } from "./class-budgets.ts";
import type { DiagnoseLoop } from "./diagnose-loop.ts";
import { planSeenOf } from "./plan-seen.ts";
import { OverrideDesk, type OverridePorts } from "./override-desk.ts";
import type { PolicyDesk } from "./policy-desk.ts";

export interface JudgeView {
  readonly suspicion: Suspicion;
  readonly decision: Decision;
  readonly diagnosis: DiagnoseLoop["view"];
}

export interface JudgeListener {
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  changed(): void;
  /** What classes may send is another thing than before. */
  decided(): void;
}

export interface JudgePorts extends OverridePorts {
  readonly diagnosis: DiagnoseLoop;
  /** What was kept of a level that a person set. */
  readonly override: string | undefined;
  readonly classOverrides: string | undefined;
  readonly policy: PolicyDesk;
  /** Whether the kernel keeps what is decided. */
  enforced(): Enforced;
  /** Bytes of the class that the kernel's own limits counted in this run. */
  kernelUse(name: string): number;
  /** The data connection was let go on purpose: that it is down is nobody's doing but ours. */
  letGo(): boolean;
}

/** A ratio stands for a comparison of so many bytes. */
const COMPARED = 10_000_000;

/** Puts together what the modem and the meter say: a suspicion with its evidence, the level that follows from both, and what each class may send. */
export class Judge {
  readonly #clock: Clock;
  /** What a person set. */
  readonly overrides: OverrideDesk;
  /** For single classes. */
  readonly classOverrides: ClassOverrideDesk;
  /** Takes its time over what the suspicion says at once. */
  readonly #diagnosis: DiagnoseLoop;
  readonly #said: () => Said;
  readonly #listener: JudgeListener;
  #modem: Modem = UNKNOWN_MODEM;
  #book: BookView | undefined;
  #suspicion: Suspicion = NO_SUSPICION;
  readonly #policy: PolicyDesk;
  readonly #enforced: () => Enforced;
  readonly #kernelUse: (name: string) => number;
  readonly #letGo: () => boolean;
  #decision: Decision;

  constructor(ports: JudgePorts, said: () => Said, listener: JudgeListener) {
    this.#clock = ports.clock;
    this.#diagnosis = ports.diagnosis;
    this.#said = said;
    this.#listener = listener;
    this.#policy = ports.policy;
    this.#enforced = () => ports.enforced();
    this.#kernelUse = (name) => ports.kernelUse(name);
    this.#letGo = () => ports.letGo();
    this.overrides = new OverrideDesk(
      ports,
      {
        said,
        zone: () => planSeenOf(this.#book).zone,
        own: () => this.#policy.wouldDecide(this.#input(undefined, [])),
      },
      { event: (type, fields) => listener.event(type, fields), changed: () => this.#told() },
      ports.override,
    );
    this.classOverrides = new ClassOverrideDesk(
      ports,
      {
        said,
        zone: () => planSeenOf(this.#book).zone,
        classes: ports.policy.rules.classes,
        unitBase: () => this.#book?.books.plan.unitBase ?? 1024,
        own: () => this.#policy.wouldDecide(this.#input(this.overrides.current(), [])).allowances,
      },
      { event: (type, fields) => listener.event(type, fields), changed: () => this.#told() },
      ports.classOverrides,
    );
    this.#decision = this.#decide();
  }

  get view(): JudgeView {
    const decision = { ...this.#decision, enforced: this.#enforced() };
    return { suspicion: this.#suspicion, decision, diagnosis: this.#diagnosis.view };
  }

  /** What each class may send, as of this moment; and how much was metered by then, in this cycle. */
  classes(): ClassesNow {
    this.#redecide();
    const { allowances } = this.#decision;
    return { allowances, metered: this.#book?.standing.used ?? 0n, ...defined({ first: this.#first() }) };
  }

  /** The kernel's own limits are read within seconds, the filter when bytes are booked. */
  #first(): ClassesNow["first"] {
    const kernel = this.#enforced() === "kernel" ? this.#kernelUse(this.#policy.rules.classes[0]) : 0;
    if (kernel > 0) return { by: "kernel", bytes: BigInt(kernel) };
    const counted = this.#book?.counted?.() ?? 0;
    return counted > 0 ? { by: "filter", bytes: BigInt(counted) } : undefined;
  }

  /** The kernel counted so much less than the interface carried, in parts of a million. */
  guard(partsOfAMillion: bigint): void {
    this.#policy.compared(COMPARED - (COMPARED * Number(partsOfAMillion)) / 1_000_000, COMPARED);
  }

  /** A transaction or an alarm is over. */
  unit(bytes: number): void {
    this.#policy.unit(bytes);
  }

  async stop(): Promise<void> {
    await Promise.all([this.overrides.stop(), this.classOverrides.stop(), this.#policy.stop()]);
  }

  modem(modem: Modem, effects: readonly ModemEffect[]): void {
    this.#diagnosis.modem(modem, effects);
    const isNews = effects.length > 0 || modem.service !== this.#modem.service;
    this.#modem = modem;
    if (!isNews) return;
    const radioOff = modem.radioOff === true || this.#letGo();
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
    return this.#policy.decide(this.#input(this.overrides.current(), this.classOverrides.current()), () =>
      this.#told(),
    );
  }

  #input(override: Override | undefined, byHand: readonly ClassOverride[]): Omit<StepInput, "rules"> {
    const { wall, trusted } = this.#said();
    const book = this.#book;
    return {
      now: { wall, trusted, mono: this.#clock.monoMs() },
      standing: book?.standing,
      suspicion: this.#suspicion,
      service: this.#modem.service,
      override,
      byHand,
      spent: this.#spent(),
      pool: book?.poolReach,
      card: book?.iccid,
      books: book?.books,
      poolShare: book?.pool,
      outlook: book?.outlook,
    };
  }

  /** Whoever knows more of a class: the books and the programs, or the kernel, where no other counters say whose bytes were. */
  #spent(): ByRank {
    const booked = this.#book?.spent?.() ?? NO_BYTES;
    const { classes } = this.#policy.rules;
    return each((rank) => Math.max(booked[rank], this.#kernelUse(classes[rank])));
  }

  #told(): void {
    this.#redecide();
    this.#listener.changed();
  }

  #redecide(): void {
    const decision = this.#decide();
    const before = this.#decision;
    this.#decision = decision;
    if (kindsOf(decision) !== kindsOf(before)) this.#listener.decided();
    if (decision.level === before.level) return;
    this.#listener.event("decision-changed", {
      from: before.level,
      level: decision.level,
      reasons: decision.reasons,
      enforced: this.#enforced(),
      ...(decision.until === undefined ? {} : { until: isoInstant(decision.until) }),
    });
  }
}

/** Figures run down by themselves; what a class is and is not allowed is another matter. */
const kindsOf = ({ allowances }: Decision): string =>
  allowances.map(({ class: name, kind, rate }) => `${name} ${kind} ${rate}`).join();
