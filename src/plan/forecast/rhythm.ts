import { Experts, TRUST } from "./experts.ts";

/** How the days go on without bursts, and how wrong that may be. */
export interface Rhythm {
  /** Bytes expected of each day to come. */
  readonly days: Float64Array;
  /** Variance of the sum of the first h days: `daily * h + level * h^2`. */
  readonly daily: number;
  readonly level: number;
}

/** One past day from which the days after it were forecast as if they were not known. */
interface Trial {
  readonly age: number;
  /** Sums of the first days for each length of LENGTHS that fits, per expert, and what they were. */
  readonly lengths: readonly number[];
  readonly told: readonly (readonly number[])[];
  readonly was: readonly number[];
}

interface Weighed extends Trial {
  /** What all of them together told. */
  readonly weighed: readonly number[];
}

/**
 * Each expert weighs by how well it did on the device's own past, at lengths as long as the forecast; from the same trials
 * comes how wrong the weighed forecast is. `seen`: days that were watched, in parts of a day; `today`: the first day to come, counted since 1970.
 */
export function rhythmOf(usual: Float64Array, seen: number, ahead: number, today: number): Rhythm {
  const experts = new Experts(today - usual.length);
  const longest = Math.max(1, Math.min(ahead, LONGEST, Math.floor(usual.length / 2)));
  const trials: Trial[] = [];
  // What a device of a few days would have said is no measure of one that knows its weekdays.
  const since = Math.max(2, Math.min(14, Math.floor(usual.length / 3)), usual.length - TRIAL_DAYS);
  const step = Math.max(1, Math.ceil((usual.length - since) / MOST_TRIALS));
  for (const [day, bytes] of usual.entries()) {
    if (day >= since && (usual.length - day) % step === 0) trials.push(trialAt(experts, usual, day, longest));
    experts.follow(bytes);
  }
  const expected = experts.expect(ahead);
  const weights = weightsOf(trials, expected.length);
  const days = Float64Array.from({ length: ahead }, (_, day) =>
    expected.reduce((sum, row, expert) => sum + (weights[expert] ?? 0) * (row[day] ?? 0), 0),
  );
  const tried = trials.map((trial) => ({ ...trial, weighed: weighed(trial, weights) }));
  const mean = days.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, ahead);
  return { days, ...errorsOf(tried, seen, mean) };
}

const weighed = ({ lengths, told }: Trial, weights: readonly number[]): readonly number[] =>
  lengths.map((_, at) => weights.reduce((sum, weight, expert) => sum + weight * (told[expert]?.[at] ?? 0), 0));

function trialAt(experts: Experts, usual: Float64Array, day: number, longest: number): Trial {
  const most = Math.min(longest, usual.length - day);
  const lengths = LENGTHS.filter((length) => length < most).concat(most);
  const told = experts.expect(most).map((row) => sumsAt(row, lengths));
  return { age: usual.length - day, lengths, told, was: sumsAt(usual.subarray(day, day + most), lengths) };
}

function sumsAt(row: Float64Array, lengths: readonly number[]): readonly number[] {
  let [sum, day] = [0, 0];
  return lengths.map((length) => {
    for (; day < length; day += 1) sum += row[day] ?? 0;
    return sum;
  });
}

function weightsOf(trials: readonly Trial[], count: number): readonly number[] {
  const errors = Array.from({ length: count }, () => 0);
  let all = 0;
  for (const { age, lengths, told, was } of trials) {
    const last = lengths.length - 1;
    const believed = 0.5 ** (age / TRIAL_HALF_LIFE) * Math.sqrt(lengths[last] ?? 1);
    all += believed;
    const truth = was[last] ?? 0;
    const size = told.reduce((sum, row) => sum + (row[last] ?? 0), 0) / count + truth;
    for (let expert = 0; expert < count && size > 0; expert += 1)
      errors[expert] = (errors[expert] ?? 0) + (believed * Math.abs((told[expert]?.[last] ?? 0) - truth)) / size;
  }
  const best = Math.min(...errors);
  const mean = errors.reduce((sum, error) => sum + error, 0) / count;
  // With few trials all weigh alike; an expert that was never wrong does not silence the others by a division by zero.
  const floor = (mean * FEW_TRIALS) / (all + FEW_TRIALS) + best * 0.02 + Number.MIN_VALUE;
  const raw = errors.map((error, expert) => (TRUST[expert] ?? 1) * ((best + floor) / (error + floor)) ** SHARPNESS);
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

function errorsOf(trials: readonly Weighed[], days: number, mean: number): Pick<Rhythm, "daily" | "level"> {
  // One day's error and the mean error of a whole length, both squared: their difference is what does not average out.
  const step = trials.length < 2 ? 1 : ((trials[0]?.age ?? 0) - (trials.at(-1)?.age ?? 0)) / (trials.length - 1);
  let [short, shortWeight, long, longWeight, inverse, independent] = [0, 0, 0, 0, 0, 0];
  for (const { age, lengths, weighed: told, was } of trials) {
    const believed = 0.5 ** (age / ERROR_HALF_LIFE);
    for (const [at, length] of lengths.entries()) {
      const expected = told[at] ?? 0;
      // A device that grew was wrong by less when it was small.
      const grown = Math.min(2, Math.max(0.5, (mean * length) / Math.max(expected, Number.MIN_VALUE)));
      const squared = ((grown * (expected - (was[at] ?? 0))) / length) ** 2;
      if (length === 1) [short, shortWeight] = [short + believed * squared, shortWeight + believed];
      else if (at === lengths.length - 1) {
        const weight = believed * length;
        [long, longWeight, inverse] = [long + weight * squared, longWeight + weight, inverse + weight / length];
        independent += step / length;
      }
    }
  }
  const one = (short + PRIOR_DAYS * (PRIOR_DAILY * mean) ** 2) / (shortWeight + PRIOR_DAYS);
  const prior = PRIOR_LEVEL ** 2 * one + (mean * PRIOR_COLD) ** 2 / Math.max(0.2, days) ** 1.5;
  if (longWeight === 0) return { daily: WIDER_DAYS * one, level: prior };
  const share = inverse / longWeight;
  const level = Math.max(0, long / longWeight - one * share) / Math.max(0.5, 1 - share);
  return {
    daily: WIDER_DAYS * Math.max(0, one - level),
    level: (independent * WIDER_LEVEL * level + PRIOR_WINDOWS * prior) / (independent + PRIOR_WINDOWS),
  };
}

// Found by trial on made traces (test/bench/forecast-score.ts), none of them sharp: half or twice as much changes little.
/** Lengths in days at which a trial is held against what came, beside its whole length. */
const LENGTHS: readonly number[] = [1, 7, 14];
const LONGEST = 62;
const TRIAL_DAYS = 150;
const MOST_TRIALS = 50;
/** Whom to believe is learnt anew within weeks; how far off all of them are changes slowly. */
const TRIAL_HALF_LIFE = 20;
const ERROR_HALF_LIFE = 60;
const FEW_TRIALS = 10;
const SHARPNESS = 6;
/**
 * The trials that weigh the experts also measure them: what they show is smaller than what comes. Of single days there are
 * many, of lengths that do not overlap few.
 */
const WIDER_DAYS = 1.1;
const WIDER_LEVEL = 2;
/** Before any trial: a day is off by a third of a mean day, believed like one day. */
const PRIOR_DAYS = 1;
const PRIOR_DAILY = 0.35;
/** A level drifts by a part of what single days are off, believed like two lengths that were watched. */
const PRIOR_WINDOWS = 2;
const PRIOR_LEVEL = 0.3;
/** After one day the level may be off by all of it; after a week, with each weekday seen, by a fifth. */
const PRIOR_COLD = 1;
