import type { WallMs } from "../../base/instant.ts";
import type { Cycle } from "../cycle.ts";
import { type Reading, usedBy } from "./reading.ts";

/** What our books hold of one cycle around an instant. */
export interface OwnCount {
  readonly cycle: Cycle;
  /** The hour that holds the instant. */
  readonly hour: { readonly from: WallMs; readonly to: WallMs };
  /** In the cycle before that hour. */
  readonly before: bigint;
  readonly within: bigint;
  /** What was there to be used in it; absent: without a limit, or not known. */
  readonly quota?: bigint | undefined;
}

/** A reading beside what this device had counted of the same cycle by the same instant. */
export interface Comparison {
  readonly theirs: bigint;
  readonly ours: bigint;
}

/** Theirs less ours. */
export const driftOf = ({ theirs, ours }: Comparison): bigint => theirs - ours;

/** In percent of ours, to two decimals; undefined where we have nothing. */
export const driftPercent = ({ theirs, ours }: Comparison): number | undefined =>
  ours === 0n ? undefined : Number(((theirs - ours) * 10_000n) / ours) / 100;

/**
 * Undefined where nothing can be compared: it says neither what was used nor what is left of something we know, or is of another cycle (its first instant is the last one of
 * the cycle before, `截至31日24时`). Within an hour the bytes are taken to have come evenly.
 */
export function compare(reading: Reading, { cycle, hour, before, within, quota }: OwnCount): Comparison | undefined {
  if (reading.asOf <= cycle.from || reading.asOf > cycle.to) return undefined;
  const length = Math.max(1, hour.to - hour.from);
  const passed = BigInt(Math.min(Math.max(0, reading.asOf - hour.from), length));
  const ours = before + (within * passed) / BigInt(length);
  const theirs = usedBy(reading) ?? goneOf(quota, reading.remaining, ours);
  return theirs === undefined ? undefined : { theirs, ours };
}

/** Of a word on what is left alone: what is gone of what we know to be bought. Nothing left says no more than that all is gone. */
function goneOf(quota: bigint | undefined, remaining: bigint | undefined, ours: bigint): bigint | undefined {
  if (quota === undefined || remaining === undefined || remaining > quota) return undefined;
  return remaining === 0n && ours > quota ? ours : quota - remaining;
}
