import { defined } from "../../base/defined.ts";
import { WallMs } from "../../base/instant.ts";
import type { Cycle } from "../cycle.ts";
import type { Course } from "./course.ts";
import { instantOf } from "../zone.ts";

/** When a quota is used up. An instant that is absent: not in this cycle, or not within a year where it has no end. */
export interface RunOut {
  /** One time out of ten it is earlier than this. */
  readonly earliest?: WallMs;
  readonly likely?: WallMs;
  /** One time out of ten it is later than this. */
  readonly latest?: WallMs;
}

export interface RunOutPlace {
  readonly asOf: WallMs;
  readonly cycle: Cycle;
  readonly zone: string;
}

/** The end of the hour in which the bytes from now on reach what is left. */
export function runOutOf(course: Course, left: bigint, place: RunOutPlace): RunOut {
  const when = (curve: Float64Array): WallMs | undefined => {
    if (left <= 0n) return place.asOf;
    const hour = curve.findIndex((bytes) => bytes >= Number(left));
    return hour === -1 ? undefined : hourEnd(course.history.now + hour, place);
  };
  return defined({ earliest: when(course.high), likely: when(course.likely), latest: when(course.low) });
}

/** The end of an hour of the zone's clock, never before now and never after the cycle. */
export function hourEnd(localHour: number, { asOf, cycle, zone }: RunOutPlace): WallMs {
  const end = startOf(localHour + 1, zone);
  return WallMs(Math.min(Math.max(end, asOf), cycle.to));
}

const HOUR = 3_600_000;

/** The instant at which the zone's clock shows that hour, counted since 1970. */
export function startOf(localHour: number, zone: string): WallMs {
  const shown = new Date(localHour * HOUR);
  return instantOf(
    {
      year: shown.getUTCFullYear(),
      month: shown.getUTCMonth() + 1,
      day: shown.getUTCDate(),
      hour: shown.getUTCHours(),
    },
    zone,
  );
}
