import type { Burst } from "./bursts.ts";
import type { Rhythm } from "./rhythm.ts";

/** Bytes from now to the end of each day to come: what is expected, and the range that holds it four times out of five. */
export interface Paths {
  readonly low: Float64Array;
  readonly likely: Float64Array;
  readonly high: Float64Array;
}

/** What bursts are to be reckoned with. */
export interface BurstOutlook {
  /** On certain days to come, with their probability; `hour`: after the day's beginning, which is the forecast's hour. */
  readonly dated: readonly {
    readonly ahead: number;
    readonly hour: number;
    readonly probability: number;
    readonly bytes: number;
  }[];
  /** On any day. */
  readonly perDay: number;
  readonly sizes: readonly Pick<Burst, "excess">[];
}

const SAMPLES = 240;

/** The rhythm's own error is spread evenly over its quantiles; bursts are thrown with dice that always fall the same way. */
export function pathsOf(rhythm: Rhythm, outlook: BurstOutlook): Paths {
  const days = rhythm.days.length;
  const bursts = Array.from({ length: SAMPLES }, (_, sample) => thrown(outlook, days, diceOf(sample)));
  const paths = { low: new Float64Array(days), likely: new Float64Array(days), high: new Float64Array(days) };
  const sums = new Float64Array(SAMPLES);
  let usual = 0;
  for (let day = 0; day < days; day += 1) {
    usual += rhythm.days[day] ?? 0;
    const variance = rhythm.daily * (day + 1) + rhythm.level * (day + 1) ** 2;
    const spread = usual > 0 ? Math.sqrt(Math.log1p(variance / usual ** 2)) : 0;
    for (let sample = 0; sample < SAMPLES; sample += 1)
      sums[sample] = usual * Math.exp(spread * (NORMAL[sample] ?? 0)) + (bursts[sample]?.[day] ?? 0);
    sums.sort();
    const before = Math.max(0, day - 1);
    paths.low[day] = Math.max(paths.low[before] ?? 0, sums[Math.floor(SAMPLES * 0.1)] ?? 0);
    paths.likely[day] = Math.max(paths.likely[before] ?? 0, middleHalf(sums));
    paths.high[day] = Math.max(paths.high[before] ?? 0, sums[Math.ceil(SAMPLES * 0.9) - 1] ?? 0);
  }
  return paths;
}

/** Bytes of bursts up to the end of each day. */
function thrown({ dated, perDay, sizes }: BurstOutlook, days: number, dice: () => number): Float64Array {
  const sums = new Float64Array(days);
  for (const { ahead, probability, bytes } of dated)
    if (dice() < probability && ahead < days) sums[ahead] = (sums[ahead] ?? 0) + bytes;
  // What few bursts tell of how often they come, and of how large they are, is as uncertain as they are few.
  const often = perDay * Math.max(0, 1 + (dice() + dice() - 1) * Math.sqrt(6 / Math.max(1, sizes.length)));
  for (let day = 0; day < days; day += 1) {
    if (sizes.length > 0 && dice() < often) sums[day] = (sums[day] ?? 0) + sizeOf(sizes, dice);
    if (day > 0) sums[day] = (sums[day] ?? 0) + (sums[day - 1] ?? 0);
  }
  return sums;
}

/** The next of n + 1 is the largest one time out of n + 1, whatever they are drawn from. */
function sizeOf(sizes: BurstOutlook["sizes"], dice: () => number): number {
  const largest = Math.max(...sizes.map(({ excess }) => excess));
  if (dice() * (sizes.length + 1) < 1) return largest * (1 + dice());
  return (sizes[Math.floor(dice() * sizes.length)]?.excess ?? 0) * (0.5 + dice());
}

/** The mean of the middle half: as calm as a median, and it does not jump where a burst is as likely as not. */
function middleHalf(sorted: Float64Array): number {
  const quarter = sorted.length >> 2;
  return (
    sorted.subarray(quarter, sorted.length - quarter).reduce((sum, bytes) => sum + bytes, 0) / (SAMPLES - 2 * quarter)
  );
}

/** Park and Miller's minimal generator; its first numbers of neighbouring seeds are alike and are thrown away. */
function diceOf(sample: number): () => number {
  let state = sample * 7_919 + 1;
  const dice = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  dice();
  dice();
  return dice;
}

/** Quantiles of the normal distribution in the middles of equal parts, by halving its integral (Abramowitz and Stegun 26.2.17). */
const NORMAL = Float64Array.from({ length: SAMPLES }, (_, sample) => quantile((sample + 0.5) / SAMPLES));

function quantile(part: number): number {
  let [low, high] = [-6, 6];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (below(middle) < part) low = middle;
    else high = middle;
  }
  return low;
}

function below(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}
