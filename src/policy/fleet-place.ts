import { crc32 } from "../base/crc32.ts";
import { type Duration, Hours, Millis, Minutes, Seconds } from "../base/duration.ts";

/** Where among its fleet a device acts, when all of them have the same reason in the same second. */
export interface FleetPlace {
  /** In [0, 1): the same after every restart. */
  readonly share: number;
  /** One second a device: no cell has more of them than can ask in one. */
  readonly window: Duration;
}

export const fleetPlace = (deviceId: string, fleetSize: number): FleetPlace => ({
  share: crc32(new TextEncoder().encode(deviceId)) / 2 ** 32,
  window: Millis(Math.min(Hours(1), Math.max(Minutes(1), fleetSize * Seconds(1)))),
});
