import type { WallMs } from "../../base/instant.ts";
import type { History } from "./history.ts";
import { startOf } from "./run-out.ts";

/** More bytes in a stretch of time that ends now than this device ever used in one so long. */
export interface Abnormal {
  readonly since: WallMs;
  readonly hours: number;
  readonly bytes: bigint;
  /** The most that any stretch so long held before. */
  readonly mostBefore: bigint;
  /** The mean of all stretches so long before. */
  readonly usual: bigint;
  /** `bytes / mostBefore`; absent where nothing was used before in so long a stretch. */
  readonly times?: number;
  /** Over how many days it was compared. */
  readonly comparedDays: number;
}

const STRETCHES = [1, 2, 3, 6, 12, 24, 48, 72, 168] as const;
/** A device that was watched for less has had no chance to show what it does. */
const LEAST_DAYS = 7;
/** Of noise the largest of some hundred days is passed now and then, by half of it hardly ever. */
const TIMES = 1.5;
/** In days of mean use: a busy minute after a silent night is nothing to tell anybody. */
const LEAST_EXCESS = 0.25;

/** Undefined: nothing of the kind, or too little past to say so. */
export function abnormalUse({ hours, now }: History, zone: string): Abnormal | undefined {
  const sums = sumsOf(hours);
  const sum = (from: number, to: number): number => (sums[to] ?? 0) - (sums[from] ?? 0);
  const found = STRETCHES.flatMap((length) => {
    const start = hours.length - length;
    if (start < LEAST_DAYS * 24) return [];
    const bytes = sum(start, hours.length);
    let before = 0;
    for (let from = 0; from + length <= start; from += 1) before = Math.max(before, sum(from, from + length));
    const meanDay = (sum(0, start) / start) * 24;
    if (bytes < TIMES * before || bytes - before <= LEAST_EXCESS * meanDay) return [];
    return [{ length, start, bytes, before, excess: bytes - before, meanDay }];
  });
  // The shortest that holds nearly all that stands out: a longer one only adds usual hours to it.
  const most = Math.max(...found.map(({ excess }) => excess));
  const worst = found.find(({ excess }) => excess >= 0.9 * most);
  if (worst === undefined) return undefined;
  const { length, start, bytes, before, meanDay } = worst;
  let first = start;
  while (first < hours.length - 1 && (hours[first] ?? 0) <= bytes / length / 4) first += 1;
  return {
    since: startOf(now - hours.length + first, zone),
    hours: length,
    bytes: BigInt(Math.round(bytes)),
    mostBefore: BigInt(Math.round(before)),
    usual: BigInt(Math.round((meanDay * length) / 24)),
    ...(before > 0 ? { times: Math.round((bytes / before) * 10) / 10 } : {}),
    comparedDays: Math.floor(start / 24),
  };
}

function sumsOf(hours: Float64Array): Float64Array {
  const sums = new Float64Array(hours.length + 1);
  for (const [at, bytes] of hours.entries()) sums[at + 1] = (sums[at] ?? 0) + bytes;
  return sums;
}
