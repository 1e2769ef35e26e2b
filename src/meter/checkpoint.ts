import { type Duration } from "../base/duration.ts";
import { type MonoMs, type WallMs, elapsed, monoAfter } from "../base/instant.ts";

export interface CheckpointRule {
  /** At this many unwritten bytes. */
  readonly bytes: bigint;
  /** At this age of the first unwritten byte. */
  readonly age: Duration;
}

/** What was counted since the last checkpoint; undefined when no byte moved. */
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
}

/** Adds what one sample counted. Bytes that began unwritten in one hour stay in it: ask `checkpointDue` first. */
export function withCounted(
  unwritten: Unwritten | undefined,
  bytes: bigint,
  at: { readonly now: MonoMs; readonly hour?: WallMs },
): Unwritten | undefined {
  if (bytes === 0n) return unwritten;
  if (unwritten !== undefined) return { ...unwritten, bytes: unwritten.bytes + bytes };
  return at.hour === undefined ? { bytes, since: at.now } : { bytes, since: at.now, hour: at.hour };
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
  return elapsed(unwritten.since, question.now) >= rule.age ? "age" : undefined;
}

/** When a checkpoint falls due by age alone; undefined when no byte waits. */
export function checkpointAt(unwritten: Unwritten | undefined, rule: CheckpointRule): MonoMs | undefined {
  return unwritten === undefined ? undefined : monoAfter(unwritten.since, rule.age);
}
