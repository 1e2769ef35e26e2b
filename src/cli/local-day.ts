import { WallMs } from "../base/instant.ts";
import { dayOf, lastDayOf, secondText } from "../plan/local-text.ts";

const at = (instant: string): WallMs => WallMs(Date.parse(instant));

/** Plans are read by the zone's calendar: 2026-12-01, not the evening before in UTC. */
export const localDay = (instant: string, zone: string): string => dayOf(at(instant), zone);

/** The last day of what ends at an instant: 2026-11-30 for the midnight after it. */
export const lastDayBefore = (instant: string, zone: string): string => lastDayOf(at(instant), zone);

/** `2026-12-01 00:00:00 (Asia/Shanghai)`: the technician's clock on the wall, not UTC. */
export const localTimeText = (instant: string, zone: string): string => `${secondText(at(instant), zone)} (${zone})`;

/** `00:00:00`: of what happens while somebody looks on. */
export const clockText = (instant: string, zone: string): string => secondText(at(instant), zone).slice(-8);
