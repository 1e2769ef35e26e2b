import type { ClassBudget, DecisionState } from "./decision-source.ts";
import {
  CAUSE_CODES,
  CLASS_CODES,
  type ClassWord,
  EVENT_CODES,
  type EventWord,
  LEVEL_CODES,
  SERVICE_CODES,
} from "./wire-codes.ts";
import { wireBytes, wireNumber, wireSeconds } from "./wire-number.ts";

/** A line for those who subscribed; a newer one with the same key replaces an older that was not sent yet. */
export interface WireEvent {
  readonly kind: EventWord;
  readonly key: string;
  readonly values: readonly number[];
}

export interface BridgeState {
  readonly decision: DecisionState;
  readonly budgets: Readonly<Record<ClassWord, ClassBudget>>;
}

export const percentOf = (confidence: number): number => Math.min(100, wireNumber(Math.round(confidence * 100)));

export const budgetValues = (of: ClassWord, { bytesLeft, bytesPerSecond, retry }: ClassBudget): readonly number[] => [
  CLASS_CODES[of].code,
  wireBytes(bytesLeft),
  bytesPerSecond === undefined ? wireBytes(undefined) : wireNumber(bytesPerSecond),
  retry === undefined ? 0 : wireSeconds(retry),
];

const isOpen = ({ bytesLeft }: ClassBudget): boolean => bytesLeft === undefined || bytesLeft > 0n;

/** What is news between two states: never the bytes that a class has left, which fall with every packet. */
export function stateEvents(before: BridgeState, after: BridgeState): readonly WireEvent[] {
  const events: WireEvent[] = [];
  const [was, is] = [before.decision, after.decision];
  if (was.level !== is.level) events.push({ kind: "level", key: "level", values: [LEVEL_CODES[is.level].code] });
  if (was.service !== is.service)
    events.push({ kind: "service", key: "service", values: [SERVICE_CODES[is.service].code] });
  const sure = percentOf(is.confidence);
  if (was.cause !== is.cause || percentOf(was.confidence) !== sure)
    events.push({ kind: "cause", key: "cause", values: [CAUSE_CODES[is.cause].code, sure] });
  if (was.clockTrusted !== is.clockTrusted)
    events.push({ kind: "clock", key: "clock", values: [is.clockTrusted ? 1 : 0] });
  for (const of of CLASS_WORDS) {
    const [old, now] = [before.budgets[of], after.budgets[of]];
    if (isOpen(old) !== isOpen(now) || old.bytesPerSecond !== now.bytesPerSecond)
      events.push({ kind: "budget", key: `budget ${of}`, values: budgetValues(of, now) });
  }
  return events;
}

const CLASS_WORDS: readonly ClassWord[] = ["payment", "management", "telemetry", "bulk"];

export const eventLine = (sequence: number, { kind, values }: WireEvent): string =>
  `+WARDEVT: ${[wireNumber(sequence), EVENT_CODES[kind].code, ...values].join(",")}`;

export const eventBit = (kind: EventWord): number => 1 << (EVENT_CODES[kind].code - 1);
