import { Millis, Minutes } from "../../base/duration.ts";
import { WallMs, wallAfter } from "../../base/instant.ts";

/** An instant as a service centre stamps it: local time, and the zone in quarters of an hour. */
export interface TimeStamp {
  readonly wall: WallMs;
  readonly quarterHours: number;
}

const swapped = (value: number): number => ((value % 10) << 4) | Math.floor(value / 10);
const straight = (octet: number): number => (octet & 0xf) * 10 + (octet >> 4);
const offsetOf = (quarterHours: number): number => Minutes(15) * quarterHours;

function localParts({ wall, quarterHours }: TimeStamp): readonly number[] {
  const local = new Date(wallAfter(wall, Millis(offsetOf(quarterHours))));
  return [
    local.getUTCFullYear() % 100,
    local.getUTCMonth() + 1,
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
  ];
}

/** 3GPP TS 23.040 9.2.3.11: swapped digits; the sign of the zone is bit 3 of the last octet. */
export function stampOctets(stamp: TimeStamp): Uint8Array {
  const zone = swapped(Math.abs(stamp.quarterHours)) | (stamp.quarterHours < 0 ? 0x08 : 0);
  return Uint8Array.from([...localParts(stamp).map(swapped), zone]);
}

export function stampFrom(octets: Uint8Array): TimeStamp {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = [...octets.subarray(0, 6)].map(straight);
  const zone = octets[6] ?? 0;
  const quarterHours = straight(zone & 0xf7) * ((zone & 0x08) === 0 ? 1 : -1);
  const local = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  return { wall: WallMs(local - offsetOf(quarterHours)), quarterHours };
}

/** 27.005 3.1 `<scts>`: `yy/MM/dd,hh:mm:ss+zz`. */
export function stampText(stamp: TimeStamp): string {
  const [year, month, day, hour, minute, second] = localParts(stamp).map((value) => String(value).padStart(2, "0"));
  const sign = stamp.quarterHours < 0 ? "-" : "+";
  const zone = String(Math.abs(stamp.quarterHours)).padStart(2, "0");
  return `${year}/${month}/${day},${hour}:${minute}:${second}${sign}${zone}`;
}
