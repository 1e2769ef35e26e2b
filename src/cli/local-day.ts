import { WallMs } from "../base/instant.ts";
import { localTime } from "../plan/zone.ts";

/** Plans are read by the zone's calendar: 2026-12-01, not the evening before in UTC. */
export function localDay(instant: string, zone: string): string {
  const { year, month, day } = localTime(WallMs(Date.parse(instant)), zone);
  return [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The last day of what ends at an instant: 2026-11-30 for the midnight after it. */
export const lastDayBefore = (instant: string, zone: string): string =>
  localDay(new Date(Date.parse(instant) - 1).toISOString(), zone);

/** `2026-12-01 00:00:00 (Asia/Shanghai)`: the technician's clock on the wall, not UTC. */
export function localTimeText(instant: string, zone: string): string {
  const { hour, minute, second } = localTime(WallMs(Date.parse(instant)), zone);
  const time = [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
  return `${localDay(instant, zone)} ${time} (${zone})`;
}
