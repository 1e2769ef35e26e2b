import { elapsed, type MonoMs, WallMs, wallAfter } from "../base/instant.ts";
import { type Duration, Millis, Minutes } from "../base/duration.ts";

/** The modem's own clock: wrong by decades until the network or +CCLK sets it. */
export interface ModemClock {
  readonly wall: WallMs;
  readonly at: MonoMs;
  readonly quarterHours: number;
}

/** GPS's epoch, where most modules begin after power was lost. */
const DEFAULT_WALL = WallMs(Date.UTC(1980, 0, 6));
const QUARTER = Minutes(15);
const offset = (quarterHours: number): Duration => Millis(QUARTER * quarterHours);

export const unsetClock = (now: MonoMs): ModemClock => ({ wall: DEFAULT_WALL, at: now, quarterHours: 0 });

const two = (value: number): string => String(value).padStart(2, "0");
/** `"+32"` as 27.007 writes it: sign and two digits, quarters of an hour. */
export const zoneText = (quarterHours: number): string =>
  `${quarterHours < 0 ? "-" : "+"}${two(Math.abs(quarterHours))}`;

/** 3GPP TS 27.007 8.15: `yy/MM/dd,hh:mm:ss+zz`, in local time. */
export function clockText(clock: ModemClock, now: MonoMs): string {
  const wall = wallAfter(clock.wall, elapsed(clock.at, now));
  return `${dateText(wall, clock.quarterHours).slice(2)}${zoneText(clock.quarterHours)}`;
}

/** The same with universal time before the zone, as Quectel's modules and u-blox's SARA-R4 write it. */
export function universalText(clock: ModemClock, now: MonoMs): string {
  const wall = wallAfter(clock.wall, elapsed(clock.at, now));
  return `${dateText(wall, 0).slice(2)}${zoneText(clock.quarterHours)}`;
}

/** `yyyy/MM/dd,hh:mm:ss` in the zone's local time. */
export function dateText(wall: WallMs, quarterHours: number): string {
  const local = new Date(wallAfter(wall, offset(quarterHours)));
  const day = [local.getUTCFullYear(), two(local.getUTCMonth() + 1), two(local.getUTCDate())].join("/");
  return `${day},${[local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(":")}`;
}

/** Reads what `AT+CCLK="..."` sets; undefined when it is no date. The zone may be left out. */
export function parseClockText(text: string, now: MonoMs): ModemClock | undefined {
  const match = /^(\d\d)\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d\d)?$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, quarterHours = 0] = match.slice(1).map(Number);
  const local = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const zone = Number.isNaN(quarterHours) ? 0 : quarterHours;
  const clock = { wall: WallMs(local - offset(zone)), at: now, quarterHours: zone };
  return clockText(clock, now).startsWith(text.slice(0, 17)) && Math.abs(zone) <= 96 ? clock : undefined;
}
