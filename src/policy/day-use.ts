import { Days, Hours } from "../base/duration.ts";
import { WallMs } from "../base/instant.ts";
import { localTime, instantOf } from "../plan/zone.ts";
import { keptMoment, type KeptMoment, type Moment, since } from "./moment.ts";

/** Bytes by class, in the order of their rank. */
export type ByRank = readonly [number, number, number, number];

export const NO_BYTES: ByRank = [0, 0, 0, 0];

/** What the classes used of their day. Plain JSON but for the branded numbers. */
export interface DayUse {
  /** Midnight of the plan's zone. */
  readonly day: WallMs;
  readonly since: KeptMoment;
  readonly used: ByRank;
  /** How far the counts of this run are taken. */
  readonly seen: ByRank;
}

/**
 * `spent`: bytes of each class since this program's start. A day begins by a clock that is trusted; where there is none for long, after
 * a day of the monotonic one, because a class that has used its part must not wait for a clock that never comes. A clock that was set
 * back begins no day anew, unless it had been ahead by more than one.
 */
export function dayUse(before: DayUse | undefined, spent: ByRank, now: Moment, zone: string): DayUse {
  const today = midnight(now.wall, zone);
  const seen = before?.seen ?? NO_BYTES;
  // A count that fell was put right: the bytes were another class's.
  const used = (of: ByRank): ByRank => each((rank) => Math.max(0, of[rank] + spent[rank] - seen[rank]));
  const begins =
    before === undefined ||
    (now.trusted
      ? today > before.day || today < before.day - Days(1)
      : since({ ...before.since }, { ...now, trusted: false }) >= Hours(24));
  if (!begins) return { ...before, used: used(before.used), seen: spent };
  const day = now.trusted || before === undefined ? today : before.day;
  return { day, since: keptMoment(now), used: used(NO_BYTES), seen: spent };
}

/** When the day after this one begins, by the zone. */
export const nextDay = (day: WallMs, zone: string): WallMs => midnight(WallMs(day + Hours(36)), zone);

export function midnight(at: WallMs, zone: string): WallMs {
  const { year, month, day } = localTime(at, zone);
  return instantOf({ year, month, day }, zone);
}

export const each = (figure: (rank: 0 | 1 | 2 | 3) => number): ByRank => [figure(0), figure(1), figure(2), figure(3)];
