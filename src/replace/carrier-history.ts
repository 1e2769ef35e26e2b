import type { WallMs } from "../base/instant.ts";

/** How one carrier did in this device, over all cards of it. Plain JSON. */
export interface CarrierRecord {
  /** The name of its file, or PLMN digits where no file knows it. */
  readonly carrier: string;
  readonly firstAt: WallMs;
  readonly lastAt: WallMs;
  /** Milliseconds looked at, and those of them with service. */
  readonly seenMs: number;
  readonly upMs: number;
  readonly rejects: number;
  readonly detaches: number;
  /** Of the strength in dBm: RSRP where the modem tells it, else RSSI; the two are never mixed in one figure. */
  readonly rsrp: Levels;
  readonly rssi: Levels;
  /** IP-layer bytes that were counted while it was in. */
  readonly bytes: number;
  /** What its plan costs a megabyte as bought, in millionths of its currency; absent where fee or quota are not known. */
  readonly perMb?: number;
}

export interface Levels {
  readonly count: number;
  readonly sum: number;
  readonly worst: number;
}

export interface CarrierSample {
  readonly carrier: string;
  readonly at: WallMs;
  readonly seenMs: number;
  readonly upMs: number;
  readonly rejects: number;
  readonly detaches: number;
  readonly rsrpDbm?: number | undefined;
  readonly rssiDbm?: number | undefined;
  readonly bytes: number;
  readonly perMb?: number | undefined;
}

/** A device sees a handful of carriers in its life; who was not seen for longest goes. */
export const MOST_CARRIERS = 12;
const NO_LEVELS: Levels = { count: 0, sum: 0, worst: 0 };

/** Takes note of a stretch of time with one carrier. Pure; the newest first. */
export function noteCarrier(records: readonly CarrierRecord[], sample: CarrierSample): readonly CarrierRecord[] {
  const { carrier, at } = sample;
  const before = records.find((record) => record.carrier === carrier) ?? begun(carrier, at);
  const perMb = sample.perMb ?? before.perMb;
  const next: CarrierRecord = {
    ...before,
    lastAt: at,
    seenMs: before.seenMs + sample.seenMs,
    upMs: before.upMs + sample.upMs,
    rejects: before.rejects + sample.rejects,
    detaches: before.detaches + sample.detaches,
    rsrp: withLevel(before.rsrp, sample.rsrpDbm),
    rssi: withLevel(before.rssi, sample.rssiDbm),
    bytes: before.bytes + sample.bytes,
    ...(perMb === undefined ? {} : { perMb }),
  };
  return [next, ...records.filter((record) => record.carrier !== carrier)].slice(0, MOST_CARRIERS);
}

const begun = (carrier: string, at: WallMs): CarrierRecord => ({
  carrier,
  firstAt: at,
  lastAt: at,
  seenMs: 0,
  upMs: 0,
  rejects: 0,
  detaches: 0,
  rsrp: NO_LEVELS,
  rssi: NO_LEVELS,
  bytes: 0,
});

function withLevel({ count, sum, worst }: Levels, dbm: number | undefined): Levels {
  if (dbm === undefined) return { count, sum, worst };
  return { count: count + 1, sum: sum + dbm, worst: count === 0 ? dbm : Math.min(worst, dbm) };
}

/** The average in whole dBm; undefined where it was never measured. */
export const averageDbm = ({ count, sum }: Levels): number | undefined =>
  count === 0 ? undefined : Math.round(sum / count);
