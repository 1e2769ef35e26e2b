import type { Duration } from "../base/duration.ts";
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
import { askByLevel, mayAtLevel, retryAtLevel } from "../bridge/level-rule.ts";
import type { CauseWord, ClassWord, LanguageWord } from "../bridge/wire-codes.ts";
import { offsetAt } from "../plan/zone.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { ReportedUse } from "./reported-use.ts";

export interface BridgeSourceOptions {
  readonly zone: string;
  /** When the agent looks at the modem by itself. */
  readonly pollInterval: Duration;
  /** Takes what programs report of their own bytes; absent: it is logged and no more. */
  readonly reports?: Pick<ReportedUse, "take" | "takeBefore">;
}

const STARTING: DecisionState = {
  service: "unknown",
  level: "normal",
  cause: "none",
  confidence: 0,
  clockTrusted: false,
};

/**
 * What the agent knows, for the bridge. Grants follow from the level alone: nothing is taken off the plan for them, and
 * what a class may still send is not known beyond that.
 */
export class BridgeSource implements DecisionSource {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #options: BridgeSourceOptions;
  readonly #listeners = new Set<(change: DecisionChange) => void>();
  #status: AgentStatus | undefined;
  #said: { readonly said: WallMs; readonly at: MonoMs } | undefined;
  #state: DecisionState = STARTING;

  constructor(ports: { readonly clock: Clock; readonly log: Log }, options: BridgeSourceOptions) {
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#options = options;
  }

  look(status: AgentStatus | undefined): void {
    this.#status = status;
    this.#said =
      status === undefined ? undefined : { said: WallMs(Date.parse(status.state.at)), at: this.#clock.monoMs() };
    this.#state = status === undefined ? STARTING : stateOf(status);
    for (const listener of this.#listeners) listener({ kind: "state" });
  }

  state(): DecisionState {
    return this.#state;
  }

  budget(of: ClassWord): ClassBudget {
    return mayAtLevel(this.#state.level, of) ? {} : { bytesLeft: 0n, retry: retryAtLevel(of) };
  }

  ask(request: AskRequest): Promise<AskOutcome> {
    const { level, cause } = this.#state;
    const outcome: AskOutcome = askByLevel(level, request, cause === "suspended");
    this.#log.debug("bridge-asked", { ...request, outcome: outcome.kind });
    return Promise.resolve(outcome);
  }

  /** The interface's counters have these bytes already: a report only tells whose they were. */
  used(report: UseReport): void {
    this.#options.reports?.take(report);
    if (report.beyond > 0) this.#log.warn("bridge-used", { ...report });
    else this.#log.debug("bridge-used", { ...report });
  }

  usedBefore(report: UseReport): void {
    this.#options.reports?.takeBefore(report);
  }

  transacted(report: TransactionReport): void {
    this.#log.debug("bridge-used", { ...report });
  }

  /** Nothing is looked at out of turn yet; the modem is asked at its next poll. */
  recheck(): ReturnType<DecisionSource["recheck"]> {
    return { taken: false, again: this.#options.pollInterval };
  }

  time(): ReturnType<DecisionSource["time"]> {
    // The status is of a moment ago; the time goes on.
    const { said, at } = this.#said ?? { said: this.#clock.wallMs(), at: this.#clock.monoMs() };
    const now = wallAfter(said, elapsed(at, this.#clock.monoMs()));
    const offsetMinutes = Math.round(offsetAt(now, this.#options.zone) / 60_000);
    return { wall: now, trusted: this.#state.clockTrusted, offsetMinutes };
  }

  text(language: LanguageWord): readonly string[] {
    const status = this.#status;
    if (status === undefined) return [language === "en" ? "The agent is starting." : "正在启动。"];
    const { decision, state } = status;
    const reasons = decision.reasons.map(({ text }) => text);
    const { level } = decision;
    const service = state.service.text ?? state.service.data;
    return language === "en"
      ? [`Level: ${level}.`, `Service: ${service}.`, ...reasons]
      : [`级别：${level}。`, `业务：${service}。`, ...reasons];
  }

  onChange(listener: (change: DecisionChange) => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

function stateOf({ state, decision }: AgentStatus): DecisionState {
  const { suspicion } = state;
  const cause = causeOf(state, decision.reasons);
  return {
    service: state.service.data,
    level: decision.level,
    cause,
    confidence: suspicion.held ? suspicion.confidence : cause === "none" ? 0 : 1,
    clockTrusted: state.clock.trusted,
  };
}

/** As far as the agent tells causes apart today: a suspicion has evidence and no name. */
function causeOf(
  { suspicion, sim, service }: AgentStatus["state"],
  reasons: AgentStatus["decision"]["reasons"],
): CauseWord {
  if (service.data === "down" && sim.state === "absent") return "sim-absent";
  if (service.data === "down" && (sim.state === "pin" || sim.state === "puk")) return "sim-locked";
  if (suspicion.held) return "suspended";
  if (reasons.some(({ code }) => code === "over-limit")) return "own-limit";
  if (reasons.some(({ code }) => code === "pool-used-up")) return "pool-exhausted";
  return service.data === "down" ? "unknown" : "none";
}
