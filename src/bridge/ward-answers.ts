import { elapsed, type MonoMs } from "../base/instant.ts";
import type { GrantAnswer } from "./grant-book.ts";
import { budgetValues, percentOf } from "./state-events.ts";
import type { ClassBudget, DecisionSource, DecisionState } from "./decision-source.ts";
import {
  CAPABILITY_CODES,
  CAUSE_CODES,
  type ClassWord,
  LEVEL_CODES,
  REASON_CODES,
  SERVICE_CODES,
  WIRE_VERSION,
} from "./wire-codes.ts";
import { wireNumber, wireSeconds } from "./wire-number.ts";

export const readyLine = (): string => `+WARDRDY: ${WIRE_VERSION.major}.${WIRE_VERSION.minor}`;

export function versionLine(may: { readonly modem: boolean; readonly messages: boolean }): string {
  const lacks: readonly string[] = (["modem", "messages"] as const).filter((word) => !may[word]);
  const bits = Object.entries(CAPABILITY_CODES).reduce(
    (sum, [word, { code }]) => (lacks.includes(word) ? sum : sum | code),
    0,
  );
  return `+WARDVER: ${WIRE_VERSION.major},${WIRE_VERSION.minor},${bits.toString(16).toUpperCase().padStart(8, "0")}`;
}

export function stateLine(sequence: number, state: DecisionState, now: MonoMs): string {
  const { service, level, cause, confidence, checkAgainAt, clockTrusted } = state;
  const values = [
    wireNumber(sequence),
    SERVICE_CODES[service].code,
    LEVEL_CODES[level].code,
    CAUSE_CODES[cause].code,
    percentOf(confidence),
    // Zero says that nothing is due, so that a check which is due at this moment is one second away.
    checkAgainAt === undefined ? 0 : Math.max(1, wireSeconds(elapsed(now, checkAgainAt))),
    clockTrusted ? 1 : 0,
  ];
  return `+WARDSTAT: ${values.join(",")}`;
}

export const budgetLine = (of: ClassWord, budget: ClassBudget): string =>
  `+WARDBUD: ${budgetValues(of, budget).join(",")}`;

export function askLine(ref: number, asked: number, answer: GrantAnswer): string {
  if (answer.kind === "refused") {
    const retry = Math.max(1, wireSeconds(answer.retry));
    return `+WARDASK: ${[ref, 0, 0, 0, REASON_CODES[answer.reason].code, retry].join(",")}`;
  }
  const reason = REASON_CODES[answer.bytes < asked ? "granted-less" : "granted"].code;
  // Rounded down: a grant never seems to last longer than it does.
  const seconds = wireNumber(answer.lasts / 1_000);
  return `+WARDASK: ${[ref, answer.grant, answer.bytes, seconds, reason, 0].join(",")}`;
}

export function timeLine({ wall, trusted, offsetMinutes }: ReturnType<DecisionSource["time"]>): string {
  return `+WARDTIME: ${wireNumber(wall / 1_000)},${trusted ? 1 : 0},${Math.trunc(offsetMinutes)}`;
}
