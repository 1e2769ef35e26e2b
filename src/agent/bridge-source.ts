import { Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs, wallAfter, WallMs } from "../base/instant.ts";
import type {
  AskOutcome,
  AskRequest,
  ClassBudget,
  DecisionChange,
  DecisionSource,
  DecisionState,
  TransactionReport,
  UseReport,
} from "../bridge/decision-source.ts";
import { askByLevel, mayAtLevel, reasonAtLevel, retryAtLevel } from "../bridge/level-rule.ts";
import type { ClassWord, LanguageWord, ReasonWord } from "../bridge/wire-codes.ts";
import { offsetAt } from "../plan/zone.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import { slipParts } from "../report/slip-parts.ts";
import { bridgeState, nothingPasses } from "./bridge-state.ts";
import { ClassBudgets, type ClassesNow } from "./class-budgets.ts";
import type { DiagnoseLoop } from "./diagnose-loop.ts";
import type { ReportedUse } from "./reported-use.ts";
import { UnitProof } from "./unit-proof.ts";

export interface BridgeSourcePorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Undefined while the agent starts. */
  readonly diagnosis: () => BridgeDiagnosis | undefined;
  /** Undefined while the agent starts; absent: the level alone decides. */
  readonly classes?: () => ClassesNow | undefined;
  /** A payment or an alarm is over, and took so many bytes. */
  readonly unit?: (bytes: number) => void;
}

export interface BridgeSourceOptions {
  readonly zone: string;
  /** Takes what programs report of their own bytes; absent: it is logged and no more. */
  readonly reports?: Pick<ReportedUse, "take" | "takeBefore">;
  /** Takes how a transaction ended; absent: the same. */
  readonly transacted?: (report: TransactionReport) => void;
}

/** What is the matter, and who looks again. */
export type BridgeDiagnosis = Pick<DiagnoseLoop, "view" | "answer" | "rechecks" | "looksAgainAt">;

const STARTS_WITHIN = Seconds(10);
/** What was reported and is not metered by then was not sent. */
const METERED_WITHIN = Minutes(1);

const STARTING: DecisionState = {
  service: "unknown",
  level: "normal",
  cause: "none",
  confidence: 0,
  clockTrusted: false,
};

/**
 * What the agent knows, for the bridge. A grant is taken off what its class may send; before anything was decided the level alone
 * decides.
 */
export class BridgeSource implements DecisionSource {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #options: BridgeSourceOptions;
  readonly #ports: BridgeSourcePorts;
  readonly #budgets = new ClassBudgets();
  #units = new UnitProof("device");
  #metered: bigint | undefined;
  #reportedAt: MonoMs | undefined;
  readonly #diagnosis: () => BridgeDiagnosis | undefined;
  readonly #listeners = new Set<(change: DecisionChange) => void>();
  #suspected = false;
  #passes = true;
  #said: { readonly said: WallMs; readonly at: MonoMs } | undefined;
  #state: DecisionState = STARTING;

  constructor(ports: BridgeSourcePorts, options: BridgeSourceOptions) {
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#ports = ports;
    this.#diagnosis = ports.diagnosis;
    this.#options = options;
  }

  look(status: AgentStatus | undefined): void {
    this.#suspected = status?.state.suspicion.held === true;
    this.#passes = status === undefined || !nothingPasses(status);
    this.#said =
      status === undefined ? undefined : { said: WallMs(Date.parse(status.state.at)), at: this.#clock.monoMs() };
    const diagnosis = this.#diagnosis();
    this.#state = status === undefined ? STARTING : bridgeState(status, diagnosis?.view, diagnosis?.looksAgainAt);
    for (const listener of this.#listeners) listener({ kind: "state" });
  }

  state(): DecisionState {
    return this.#state;
  }

  budget(of: ClassWord): ClassBudget {
    this.#look();
    const known = this.#budgets.budget(of, this.#now());
    return known ?? (mayAtLevel(this.#state.level, of) ? {} : { bytesLeft: 0n, retry: retryAtLevel(of) });
  }

  /** What is granted to a class and not reported as used. */
  granted(of: ClassWord): number {
    return this.#budgets.granted(of);
  }

  /** Why what was granted to a class holds no more; undefined where it does. */
  held(of: ClassWord): ReasonWord | undefined {
    this.#look();
    const { level } = this.#state;
    const atLevel = reasonAtLevel(level, this.#suspected);
    if (this.#budgets.decided) return this.#budgets.held(of, atLevel);
    return mayAtLevel(level, of) ? undefined : atLevel;
  }

  ask(request: AskRequest): Promise<AskOutcome> {
    this.#look();
    const { level } = this.#state;
    // Offline refuses the others by itself, and for its own reason.
    if (!this.#passes && (level !== "offline" || request.class === "management")) {
      this.#log.debug("bridge-asked", { ...request, outcome: "refused" });
      return Promise.resolve({ kind: "refused", reason: "no-service", retry: retryAtLevel(request.class) });
    }
    const known = this.#budgets.ask(request, reasonAtLevel(level, this.#suspected), this.#now());
    const outcome: AskOutcome = known ?? askByLevel(level, request, this.#suspected);
    if (outcome.kind === "granted" && request.class === "payment" && this.#metered !== undefined)
      this.#units.granted(request.grant, this.#metered);
    this.#log.debug("bridge-asked", { ...request, outcome: outcome.kind });
    return Promise.resolve(outcome);
  }

  /** The interface's counters have these bytes already: a report only tells whose they were. */
  used(report: UseReport): void {
    this.#look();
    const before = this.#budgets.given(report.class);
    this.#options.reports?.take(report);
    this.#look();
    this.#budgets.used(report, Math.max(0, before - this.#budgets.given(report.class)));
    this.#reportedAt = this.#clock.monoMs();
    const { up, down } = report.total;
    // Each grant of the first class is one unit: it is told once that it is over.
    if (report.last) this.#units.over(report.grant, up + down - report.beyond, this.#reportedAt);
    this.#look();
    if (report.beyond > 0) this.#log.warn("bridge-used", { ...report });
    else this.#log.debug("bridge-used", { ...report });
  }

  usedBefore(report: UseReport): void {
    this.#options.reports?.takeBefore(report);
  }

  transacted(report: TransactionReport): void {
    this.#options.transacted?.(report);
    this.#log.debug("bridge-used", { ...report });
  }

  recheck(): ReturnType<DecisionSource["recheck"]> {
    return this.#diagnosis()?.rechecks.begin({ by: "bridge" }) ?? { taken: false, again: STARTS_WITHIN };
  }

  time(): ReturnType<DecisionSource["time"]> {
    const now = this.#now();
    const offsetMinutes = Math.round(offsetAt(now, this.#options.zone) / 60_000);
    return { wall: now, trusted: this.#state.clockTrusted, offsetMinutes };
  }

  text(language: LanguageWord): readonly string[] {
    const answer = this.#diagnosis()?.answer(true);
    if (answer === undefined) return [language === "en" ? "The agent is starting." : "正在启动。"];
    const { head, todo, back, mind, tail } = slipParts(answer, language === "en" ? "en" : "zh");
    return [...head, ...todo, ...back, ...mind, ...tail];
  }

  onChange(listener: (change: DecisionChange) => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #look(): void {
    const mono = this.#clock.monoMs();
    if (this.#reportedAt !== undefined && elapsed(this.#reportedAt, mono) >= METERED_WITHIN) this.#budgets.settle();
    const now = this.#ports.classes?.();
    const { by, bytes: metered } = now?.first ?? { by: "device" as const, bytes: now?.metered };
    // Other counters have other figures: what was marked by those of before is no measure of these.
    if (by !== this.#units.by) this.#units = new UnitProof(by);
    this.#metered = metered;
    if (now === undefined || metered === undefined) return;
    this.#budgets.look(now);
    for (const bytes of this.#units.look(metered, mono)) this.#ports.unit?.(bytes);
  }

  /** The status is of a moment ago; the time goes on. */
  #now(): WallMs {
    const { said, at } = this.#said ?? { said: this.#clock.wallMs(), at: this.#clock.monoMs() };
    return wallAfter(said, elapsed(at, this.#clock.monoMs()));
  }
}
