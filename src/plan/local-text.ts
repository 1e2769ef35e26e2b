import { WallMs } from "../base/instant.ts";
import type { Window } from "./scope.ts";
import { type LocalDate, localTime } from "./zone.ts";

const two = (part: number): string => String(part).padStart(2, "0");

/** As a plan file has it: `2026-01-05`. */
export const dayText = ({ year, month, day }: LocalDate): string => `${year}-${two(month)}-${two(day)}`;

export const dayOf = (at: WallMs, zone: string): string => dayText(localTime(at, zone));

/** The last day that lies wholly before an instant: 2026-11-30 for the midnight after it. */
export const lastDayOf = (at: WallMs, zone: string): string => dayOf(WallMs(at - 1), zone);

/** `14:05` by the zone's clock. */
export function clockOf(at: WallMs, zone: string): string {
  const { hour, minute } = localTime(at, zone);
  return timeOfDay(hour * 60 + minute);
}

/** `2026-12-01 14:05` by the zone's clock. */
export const minuteText = (at: WallMs, zone: string): string => `${dayOf(at, zone)} ${clockOf(at, zone)}`;

/** `2026-12-01 14:05:09` by the zone's clock. */
export const secondText = (at: WallMs, zone: string): string =>
  `${minuteText(at, zone)}:${two(localTime(at, zone).second)}`;

/** A minute of the day as `23:00`. */
export const timeOfDay = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** `23:00-07:00`. */
export const windowText = ({ from, to }: Window): string => `${timeOfDay(from)}-${timeOfDay(to)}`;
