import { defined } from "../base/defined.ts";
import { type Duration, Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs, type WallMs } from "../base/instant.ts";
import { type Amount, both, NOTHING, plus } from "../meter/amount.ts";
import { type CheckpointReason, checkpointDue, type CheckpointRule } from "../meter/checkpoint.ts";
import { tagKey, type Tags } from "../meter/tags.ts";
import type { Unwritten } from "./book-views.ts";

/** A modem that hops between radios must not wear the flash out: until then its bytes are of the kind of the first ones. */
const PARTED_AT_MOST_EVERY: Duration = Minutes(1);

/** Counted and not written yet. */
interface Open extends Unwritten {
  readonly since: MonoMs;
}

/** The bytes between two checkpoints: all of one hour and one kind. */
export class OpenBytes {
  readonly #rule: CheckpointRule;
  #open: Open | undefined;
  #tags: Tags | undefined;
  #partedAt: MonoMs | undefined;

  constructor(rule: CheckpointRule) {
    this.#rule = rule;
  }

  get now(): Open | undefined {
    return this.#open;
  }

  /** What is known of the bytes that pass. */
  get tags(): Tags | undefined {
    return this.#tags;
  }

  /** From now on. */
  passes(tags: Tags | undefined): void {
    this.#tags = tags;
  }

  /** Whether bytes that are added now are of another kind than those that wait, which have to be written first. */
  parts(now: MonoMs): boolean {
    if (this.#open === undefined || tagKey(this.#open.tags) === tagKey(this.#tags)) return false;
    if (this.#partedAt !== undefined && elapsed(this.#partedAt, now) < PARTED_AT_MOST_EVERY) return false;
    this.#partedAt = now;
    return true;
  }

  add(moved: Amount, now: MonoMs, hour: WallMs | undefined): void {
    const open = this.#open ?? { ...NOTHING, since: now, ...defined({ tags: this.#tags, hour }) };
    this.#open = { ...open, ...plus(open, moved) };
  }

  take(): Open | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open;
  }

  /** Why they are to be written now. `epochAge`: of the interface's counters, where it is known. */
  due(now: MonoMs, hour: WallMs | undefined, epochAge: Duration | undefined): CheckpointReason | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    const unwritten = { bytes: both(open), since: open.since, ...defined({ hour: open.hour }) };
    return checkpointDue(unwritten, { now, ...defined({ hour, epochAge }), asked: false }, this.#rule);
  }
}
