import type { WallMs } from "../base/instant.ts";

/** Hours, ends included, that were booked under a wrong clock: the entries stand, but witness nothing of the present. */
export interface Disowned {
  readonly from: WallMs;
  readonly to: WallMs;
}

/** Each is the trace of one wrong time; the latest are enough. */
const KEPT = 8;

export const isDisowned = (ranges: readonly Disowned[], hour: number): boolean =>
  ranges.some(({ from, to }) => hour >= from && hour <= to);

/** The ranges with the hours `from` to `to` among them. */
export function disown(ranges: readonly Disowned[], range: Disowned): readonly Disowned[] {
  const apart = ranges.filter(({ from, to }) => from < range.from || to > range.to);
  return [...apart, range].slice(-KEPT);
}
