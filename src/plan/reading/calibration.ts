import type { Comparison } from "./compare.ts";

/** How constantly the carrier's figures differ from ours. A suggestion; nothing is ever changed by it. */
export interface Calibration {
  /** How much more (or, below zero, less) the carrier counts, in percent of ours, to one decimal. */
  readonly percent: number;
  /** So many of the readings agree, out of so many. */
  readonly agreeing: number;
  readonly of: number;
}

const LEAST = 3;
const LATEST = 10;
/** They agree when the largest and the smallest ratio are within 1 % of each other. */
const SPREAD = 1.01;

/**
 * Of the latest comparisons, oldest first: undefined until three agree, the last one among them. A figure that was only told again is no further
 * reading, and where the device has counted nothing there is no ratio.
 */
export function calibration(comparisons: readonly Comparison[]): Calibration | undefined {
  const told = comparisons.filter(
    ({ theirs, ours }, at) => ours > 0n && theirs > 0n && theirs !== comparisons[at - 1]?.theirs,
  );
  const ratios = told.slice(-LATEST).map(({ theirs, ours }) => Number(theirs) / Number(ours));
  const last = ratios.at(-1);
  if (last === undefined) return undefined;
  const nearest = ratios.toSorted((a, b) => Math.abs(a - last) - Math.abs(b - last));
  const agreeing: number[] = [];
  for (const ratio of nearest) {
    const all = [...agreeing, ratio];
    if (Math.max(...all) > Math.min(...all) * SPREAD) break;
    agreeing.push(ratio);
  }
  if (agreeing.length < LEAST) return undefined;
  const mean = agreeing.reduce((sum, ratio) => sum + ratio, 0) / agreeing.length;
  return { percent: Math.round((mean - 1) * 1_000) / 10, agreeing: agreeing.length, of: ratios.length };
}
