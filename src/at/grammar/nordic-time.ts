import { defined } from "../../base/defined.ts";
import { WallMs } from "../../base/instant.ts";
import { timeStamp } from "../sms/time-stamp.ts";
import { parseDateTime, zoneQuarters } from "./date-time.ts";
import type { Parameter } from "./parameters.ts";

interface NordicTime {
  readonly zoned: boolean;
  readonly time?: string;
  readonly dst?: number;
  readonly zoneMinutes?: number;
  readonly instant?: WallMs;
}

/**
 * Nordic's `%XTIME: [<local_time_zone>],[<universal_time>],[<daylight_saving_time>]`: the network's information elements in
 * hexadecimal, as 24.008 10.5.3.8, 10.5.3.9 and 10.5.3.12 have them (nRF91 AT commands; sdk-nrf's tests of date_time). The
 * time is universal, whatever the zone in its last octet says.
 */
export function nordicTime([zone, universal, saving]: readonly Parameter[]): NordicTime | undefined {
  const time = /^[0-9A-F]{14}$/i.test(universal?.text ?? "") ? universal?.text : undefined;
  const written = time === undefined ? undefined : timeStamp(octetsOf(time))?.text;
  const moment = written === undefined ? undefined : parseDateTime(written);
  const apart = /^[0-9A-F]{2}$/i.test(zone?.text ?? "") ? octetsOf(zone?.text ?? "") : undefined;
  const quarters = apart === undefined ? zoneQuarters(moment?.tz ?? "") : zoneOf(apart);
  const dst = /^0[0-2]$/.test(saving?.text ?? "") ? Number(saving?.text) : undefined;
  if (quarters === undefined && dst === undefined && moment === undefined) return undefined;
  return {
    zoned: quarters !== undefined,
    ...defined({
      time: moment === undefined ? undefined : time,
      dst,
      zoneMinutes: quarters === undefined ? undefined : quarters * 15,
      instant: moment === undefined ? undefined : WallMs(moment.fieldsAsUtc),
    }),
  };
}

const octetsOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Swapped digits, the sign in bit 3 (23.040 9.2.3.11). */
function zoneOf([octet = 0]: Uint8Array): number | undefined {
  const [tens, units] = [octet & 7, octet >> 4];
  return units > 9 ? undefined : zoneQuarters(`${(octet & 8) === 0 ? "+" : "-"}${tens}${units}`);
}
