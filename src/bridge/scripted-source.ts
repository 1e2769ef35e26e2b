import { type Duration, Millis, Minutes } from "../base/duration.ts";
import { elapsed, monoAfter, type MonoMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { SmsOrder, SmsReply } from "../ports/sms-requests.ts";
import type {
  AskOutcome,
  AskRequest,
  ClassBudget,
  DecisionChange,
  DecisionSource,
  DecisionState,
  TransactionReport,
  UseReport,
} from "./decision-source.ts";
import { askByLevel, mayAtLevel, retryAtLevel } from "./level-rule.ts";
import {
  CAUSE_CODES,
  type CheckWord,
  type ClassWord,
  LEVEL_CODES,
  type LanguageWord,
  type ReasonWord,
} from "./wire-codes.ts";

/** What a scripted source heard from clients. */
export type Heard =
  | { readonly heard: "ask"; readonly request: AskRequest; readonly outcome: AskOutcome }
  | { readonly heard: "use"; readonly report: UseReport }
  | { readonly heard: "transaction"; readonly report: TransactionReport }
  | { readonly heard: "recheck"; readonly why: CheckWord; readonly from: string }
  | { readonly heard: "message"; readonly order: SmsOrder; readonly answer: SmsReply["kind"] };

interface Refusal {
  readonly reason: ReasonWord;
  readonly until?: MonoMs;
}

interface Limit {
  readonly left: bigint;
  readonly bytesPerSecond?: number;
}

const RECHECK_EVERY: Duration = Minutes(15);

/** Decides as a script says: for those who write firmware, and for tests of the bridge itself. */
export class ScriptedSource implements DecisionSource {
  readonly #clock: Clock;
  readonly #hear: (heard: Heard) => void;
  readonly #listeners = new Set<(change: DecisionChange) => void>();
  #state: DecisionState = { service: "up", level: "normal", cause: "none", confidence: 0, clockTrusted: true };
  readonly #refused = new Map<ClassWord, Refusal>();
  readonly #limits = new Map<ClassWord, Limit>();
  readonly #shares = new Map<number, bigint>();
  #lasts: Duration | undefined;
  #offsetMinutes = 480;
  #recheckedAt: MonoMs | undefined;

  constructor(clock: Clock, hear: (heard: Heard) => void = () => undefined) {
    this.#clock = clock;
    this.#hear = hear;
  }

  change(state: Partial<DecisionState>): void {
    this.#state = { ...this.#state, ...state };
    this.#tell({ kind: "state" });
  }

  /** Asked again after so long. */
  checkAgain(after: Duration | undefined): void {
    const { checkAgainAt: _before, ...rest } = this.#state;
    this.#state = after === undefined ? rest : { ...rest, checkAgainAt: monoAfter(this.#clock.monoMs(), after) };
    this.#tell({ kind: "state" });
  }

  refuse(of: ClassWord, reason: ReasonWord, lasts: Duration | undefined): void {
    const until = lasts === undefined ? {} : { until: monoAfter(this.#clock.monoMs(), lasts) };
    const refusal: Refusal = { reason, ...until };
    this.#refused.set(of, refusal);
    if (lasts !== undefined) {
      this.#clock.after(lasts, () => {
        if (this.#refused.get(of) === refusal) this.allow(of);
      });
    }
    this.#tell({ kind: "state" });
  }

  allow(of: ClassWord): void {
    this.#refused.delete(of);
    this.#tell({ kind: "state" });
  }

  limit(of: ClassWord, limit: Limit | undefined): void {
    if (limit === undefined) this.#limits.delete(of);
    else this.#limits.set(of, limit);
    this.#tell({ kind: "state" });
  }

  lasts(duration: Duration): void {
    this.#lasts = duration;
  }

  withdraw(grant: number, reason: ReasonWord): void {
    this.#tell({ kind: "withdrawn", grant, reason });
  }

  state(): DecisionState {
    return this.#state;
  }

  budget(of: ClassWord): ClassBudget {
    const limit = this.#limits.get(of);
    const rate = limit?.bytesPerSecond === undefined ? {} : { bytesPerSecond: limit.bytesPerSecond };
    const refusal = this.#refused.get(of);
    if (refusal !== undefined) return { bytesLeft: 0n, ...rate, retry: this.#retry(of, refusal) };
    if (!mayAtLevel(this.#state.level, of)) return { bytesLeft: 0n, ...rate, retry: retryAtLevel(of) };
    if (limit === undefined) return rate;
    return { bytesLeft: limit.left, ...rate, ...(limit.left > 0n ? {} : { retry: retryAtLevel(of) }) };
  }

  ask(request: AskRequest): Promise<AskOutcome> {
    const outcome = this.#decide(request);
    if (outcome.kind === "granted") this.#take(request.class, request.grant, BigInt(outcome.bytes));
    this.#hear({ heard: "ask", request, outcome });
    return Promise.resolve(outcome);
  }

  used(report: UseReport): void {
    this.#hear({ heard: "use", report });
    const share = this.#shares.get(report.grant);
    if (share === undefined || report.class === undefined) return;
    const rest = share - BigInt(report.up + report.down);
    this.#shares.set(report.grant, rest);
    if (!report.last) return;
    this.#shares.delete(report.grant);
    // What was granted and not used is the class's again; what was used beyond it is not.
    this.#take(report.class, 0, -rest);
  }

  transacted(report: TransactionReport): void {
    this.#hear({ heard: "transaction", report });
  }

  recheck(why: CheckWord, from: string): { readonly taken: boolean; readonly again: Duration } {
    this.#hear({ heard: "recheck", why, from });
    const now = this.#clock.monoMs();
    const since = this.#recheckedAt === undefined ? RECHECK_EVERY : elapsed(this.#recheckedAt, now);
    const taken = since >= RECHECK_EVERY;
    if (taken) this.#recheckedAt = now;
    return { taken, again: taken ? RECHECK_EVERY : Millis(RECHECK_EVERY - since) };
  }

  time(): ReturnType<DecisionSource["time"]> {
    return { wall: this.#clock.wallMs(), trusted: this.#state.clockTrusted, offsetMinutes: this.#offsetMinutes };
  }

  text(language: LanguageWord): readonly string[] {
    const { level, cause, confidence } = this.#state;
    const sure = Math.round(confidence * 100);
    return language === "en"
      ? [
          `Level: ${level}. ${LEVEL_CODES[level].sentence}.`,
          `Cause: ${cause} (${sure} %). ${CAUSE_CODES[cause].sentence}.`,
          "Scripted: this is a rig, no real card.",
        ]
      : [`级别：${level}。`, `原因：${cause}（可信度 ${sure} %）。`, "演示：脚本生成，非真实卡片。"];
  }

  onChange(listener: (change: DecisionChange) => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #decide(request: AskRequest): AskOutcome {
    const { class: of, bytes } = request;
    const refusal = this.#refused.get(of);
    if (refusal !== undefined) return { kind: "refused", reason: refusal.reason, retry: this.#retry(of, refusal) };
    const { level, cause } = this.#state;
    const outcome = askByLevel(level, request, CAUSE_CODES[cause].code !== 0);
    const limit = this.#limits.get(of);
    if (outcome.kind === "refused") return outcome;
    // What a sender does not need longer does not last longer.
    const most = request.within > 0 ? request.within : Number.POSITIVE_INFINITY;
    const lasts = this.#lasts === undefined ? outcome.lasts : Millis(Math.min(this.#lasts, most));
    if (limit === undefined) return { ...outcome, lasts };
    if (limit.left <= 0n) return { kind: "refused", reason: "budget", retry: retryAtLevel(of) };
    return { kind: "granted", bytes: limit.left < BigInt(bytes) ? Number(limit.left) : bytes, lasts };
  }

  #retry(of: ClassWord, { until }: Refusal): Duration {
    return until === undefined ? retryAtLevel(of) : elapsed(this.#clock.monoMs(), until);
  }

  #take(of: ClassWord, grant: number, bytes: bigint): void {
    if (grant > 0) this.#shares.set(grant, bytes);
    const limit = this.#limits.get(of);
    if (limit === undefined) return;
    const left = limit.left - bytes;
    this.#limits.set(of, { ...limit, left: left < 0n ? 0n : left });
    this.#tell({ kind: "state" });
  }

  #tell(change: DecisionChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
