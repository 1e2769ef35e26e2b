import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { type MonoMs, type WallMs, elapsed } from "../base/instant.ts";

export interface CheckpointRule {
  /** At this many unwritten bytes. */
  readonly bytes: bigint;
  /** At this age of the first unwritten byte. */
  readonly age: Duration;
}

/** What was counted since the last checkpoint; exists only when a byte moved. */
export interface Unwritten {
  readonly bytes: bigint;
  /** When the first of them was seen. */
  readonly since: MonoMs;
  /** The plan's hour they belong to, by its start; absent while the time is not trusted. */
  readonly hour?: WallMs;
}

export type CheckpointReason = "bytes" | "age" | "hour" | "asked";

export interface CheckpointQuestion {
  readonly now: MonoMs;
  /** The plan's hour now. A cycle begins with an hour, so its edge is one of these. */
  readonly hour?: WallMs;
  /** The agent stops, the network detached: whatever there is goes to the disk now. */
  readonly asked: boolean;
  /** How long the interface's counters are known to run; absent when they ran before this program did. */
  readonly epochAge?: Duration;
}

/**
 * Why the books are to be written now; undefined when they need not be. Nothing is written while no byte moved.
 * An hour that becomes known or is corrected counts as an edge: what is unwritten belongs before it.
 */
export function checkpointDue(
  unwritten: Unwritten | undefined,
  question: CheckpointQuestion,
  rule: CheckpointRule,
): CheckpointReason | undefined {
  if (unwritten === undefined) return undefined;
  if (question.asked) return "asked";
  if (unwritten.hour !== question.hour) return "hour";
  if (unwritten.bytes >= rule.bytes) return "bytes";
  return elapsed(unwritten.since, question.now) >= mostAge(rule, question.epochAge) ? "age" : undefined;
}

/** A write of a call that just began is worth its flash only if something moved for so long. */
const SHORTEST = Seconds(2);

/**
 * An interface that came with a call goes with it, and takes the kernel's memory of its bytes along: while it is young a
 * killed agent may find another one. So writes come after 2, 4, 8 seconds and so on: ten of them until the rule's
 * ten minutes are reached, and then no more than ever.
 */
const mostAge = (rule: CheckpointRule, epochAge: Duration | undefined): Duration =>
  epochAge === undefined ? rule.age : Millis(Math.min(rule.age, Math.max(SHORTEST, epochAge / 2)));
