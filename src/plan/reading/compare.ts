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
 * Undefined where nothing can be compared: it says no used amount, or is of another cycle (its first instant is the last one of
 * the cycle before, `截至31日24时`). Within an hour the bytes are taken to have come evenly.
 */
export function compare(reading: Reading, { cycle, hour, before, within }: OwnCount): Comparison | undefined {
  const theirs = usedBy(reading);
  if (theirs === undefined || reading.asOf <= cycle.from || reading.asOf > cycle.to) return undefined;
  const length = Math.max(1, hour.to - hour.from);
  const passed = BigInt(Math.min(Math.max(0, reading.asOf - hour.from), length));
  return { theirs, ours: before + (within * passed) / BigInt(length) };
}
