import { WallMs } from "../base/instant.ts";
import type { Bucket } from "./bucket.ts";
import { hourStart, nextMinuteOfDay } from "./zone.ts";

/**
 * A stretch of time in which all bytes are rated alike: an hour of the zone, or as much of it as lies between two edges
 * within. `from` names it; `until` is the first instant at which another one may begin.
 */
export interface Slot {
  readonly from: WallMs;
  readonly until: WallMs;
}

export interface SlotEdges {
  readonly zone: string;
  /** Minutes of the zone's day at which a daily window opens or closes. */
  readonly minutes: readonly number[];
  /** Of facts: what was used before one is rated without it. */
  readonly instants: readonly WallMs[];
}

const HOUR = 3_600_000;

/** Every zone's offset is a multiple of a quarter of an hour, and so are its hours' edges. */
const QUARTER = 900_000;

export function slotAt(at: WallMs, { zone, minutes, instants }: SlotEdges): Slot {
  const hour = hourStart(at, zone);
  const end = WallMs(hour + HOUR);
  const edges = [
    ...minutes.map((minute) => nextMinuteOfDay(minute, WallMs(hour - 1), end, zone)),
    ...instants.filter((instant) => instant > hour && instant < end),
  ];
  const before = edges.filter((edge) => edge <= at);
  const after = edges.filter((edge) => edge > at);
  const quarter = at - (at % QUARTER) + QUARTER;
  return { from: WallMs(Math.max(hour, ...before)), until: WallMs(Math.min(quarter, ...after)) };
}

/** The edges of the windows of some buckets, each one time. */
export const windowEdges = (buckets: readonly Bucket[]): readonly number[] => [
  ...new Set(buckets.flatMap(({ scope: { window } }) => (window === undefined ? [] : [window.from, window.to]))),
];
