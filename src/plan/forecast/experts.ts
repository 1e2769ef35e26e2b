import { median } from "./median.ts";
import { Repeats } from "./repeats.ts";

/**
 * Several simple ways to say how the days go on, all followed through the history in one walk: levels that forget fast and
 * slowly, with the weekday's share and without, lines that rise or fall, and medians of the same weekday.
 */
export class Experts {
  readonly #levels = HALF_LIVES.map((halfLife) => ({ keep: 0.5 ** (1 / halfLife), bytes: 0, shares: 0, days: 0 }));
  readonly #lines = LINE_HALF_LIVES.map((halfLife) => ({
    keep: 0.5 ** (1 / halfLife),
    s: 0,
    t: 0,
    tt: 0,
    y: 0,
    ty: 0,
  }));
  readonly #sums = new Float64Array(7);
  readonly #weights = new Float64Array(7);
  readonly #recent: number[][] = Array.from({ length: 7 }, () => []);
  /** Of Trigg and Leach: it learns the faster, the more of its errors point the same way. */
  readonly #tracking = { level: 0, off: 0, size: 0 };
  readonly #repeats: Repeats;
  #days = 0;

  /** `localDay`: of the first day that will be followed, counted since 1970. */
  constructor(localDay: number) {
    this.#repeats = new Repeats(localDay);
  }

  /** Takes the next day. */
  follow(bytes: number): void {
    const weekday = this.#days % 7;
    const share = this.#shares()[weekday] ?? 1;
    const [base] = this.#levels.slice(REPEATED);
    if (base !== undefined && base.shares > 0) this.#repeats.follow(bytes, ratio(base.bytes, base.shares) * share);
    else this.#repeats.follow(bytes, bytes);
    for (const level of this.#levels) {
      level.bytes = level.bytes * level.keep + bytes;
      level.shares = level.shares * level.keep + share;
      level.days = level.days * level.keep + 1;
    }
    track(this.#tracking, share, bytes, this.#days);
    for (const line of this.#lines) shift(line, share, bytes);
    this.#sums[weekday] = (this.#sums[weekday] ?? 0) * WEEK_KEEPS + bytes;
    this.#weights[weekday] = (this.#weights[weekday] ?? 0) * WEEK_KEEPS + 1;
    const recent = this.#recent[weekday] ?? [];
    recent.push(bytes);
    if (recent.length > MEDIAN_WEEKS) recent.shift();
    this.#days += 1;
  }

  /** What each expects of each of the days to come: one row for each expert. */
  expect(days: number): readonly Float64Array[] {
    const shares = this.#shares();
    const shareOf = (ahead: number): number => shares[(this.#days + ahead) % 7] ?? 1;
    const row = (of: (ahead: number) => number): Float64Array =>
      Float64Array.from({ length: days }, (_, ahead) => Math.max(0, of(ahead)));
    const medians = this.#medians();
    const parts = this.#repeats.parts(days);
    return [
      ...this.#levels.map(({ bytes, shares: sum }) => row((ahead) => ratio(bytes, sum) * shareOf(ahead))),
      ...this.#levels.slice(FIRST_FLAT, LAST_FLAT).map(({ bytes, days: sum }) => row(() => ratio(bytes, sum))),
      ...this.#lines.map((line) => {
        const level = levelAt(line, 0);
        return row((ahead) => within(levelAt(line, damped(ahead)), level) * shareOf(ahead));
      }),
      row((ahead) => this.#tracking.level * shareOf(ahead)),
      row((ahead) => medians[(this.#days + ahead) % 7] ?? 0),
      ...this.#levels
        .slice(REPEATED, REPEATED + 2)
        .map(({ bytes, shares: sum }) => row((ahead) => ratio(bytes, sum) * shareOf(ahead) * (parts[ahead] ?? 1))),
    ];
  }

  /** The part of a mean day that each weekday has; 1 for one that was not seen. */
  #shares(): Float64Array {
    const means = this.#sums.map((sum, weekday) => ratio(sum, this.#weights[weekday] ?? 0));
    const seen = means.filter((_, weekday) => (this.#weights[weekday] ?? 0) > 0);
    const mean = ratio(
      seen.reduce((sum, value) => sum + value, 0),
      seen.length,
    );
    const shares = means.map((value, weekday) => {
      const weight = this.#weights[weekday] ?? 0;
      return mean === 0 ? 1 : ((weight * value) / mean + SHRINK) / (weight + SHRINK);
    });
    const all = shares.reduce((sum, share) => sum + share, 0) / 7;
    return shares.map((share) => share / all);
  }

  #medians(): readonly number[] {
    const known = this.#recent.flatMap((recent) => (recent.length === 0 ? [] : [median(recent)]));
    const mean = ratio(
      known.reduce((sum, value) => sum + value, 0),
      known.length,
    );
    return this.#recent.map((recent) => (recent.length === 0 ? mean : median(recent)));
  }
}

const HALF_LIVES = [2, 5, 12, 30, 1_000] as const;
/** Without a weekday's share the short ones would only say which weekday it was. */
const FIRST_FLAT = 2;
const LAST_FLAT = 4;
/** The levels that are combined with what comes again otherwise than with the weekday. */
const REPEATED = 2;
/**
 * What each is trusted before its trials: a memory of some weeks is nearly as good as a long one where nothing changes, and
 * much better where something does.
 */
export const TRUST: readonly number[] = [0.5, 2, 3, 1.5, 0.6, 1.5, 1, 1, 2, 2, 0.7, 1, 1];
const LINE_HALF_LIVES = [20, 60] as const;
const WEEK_KEEPS = 0.88;
const MEDIAN_WEEKS = 7;
/** A weekday that was seen once is believed for so much less. */
const SHRINK = 0.35;
/** How much of a line's slope is left after a day: nothing grows for ever. */
const DAMPING = 0.94;
/** What the days' spread is held against, in days squared: about that of ten days. */
const FEW_DAYS_SPREAD = 100;

const ratio = (sum: number, weight: number): number => (weight > 0 ? sum / weight : 0);
const damped = (ahead: number): number => (DAMPING * (1 - DAMPING ** (ahead + 1))) / (1 - DAMPING);
const within = (value: number, level: number): number => Math.min(Math.max(value, level / 3), level * 3);

interface Tracking {
  level: number;
  /** Smoothed error with its sign, and without. */
  off: number;
  size: number;
}

function track(tracking: Tracking, share: number, bytes: number, days: number): void {
  if (days < 7) {
    tracking.level += (bytes - share * tracking.level) / (days + 1);
    return;
  }
  // A day on which hardly anything is used says hardly anything of the level.
  const weight = Math.min(1, share);
  const error = (bytes - share * tracking.level) * weight;
  tracking.off += 0.2 * weight * (error - tracking.off);
  tracking.size += 0.2 * weight * (Math.abs(error) - tracking.size);
  const gain = tracking.size > 0 ? Math.min(0.4, Math.max(0.03, (tracking.off / tracking.size) ** 2)) : 0;
  tracking.level = Math.max(0, tracking.level + gain * error);
}

interface Line {
  readonly keep: number;
  /** Weighted sums of share^2 times 1, t, t^2, and of share times bytes times 1, t; t counts back from the newest day. */
  s: number;
  t: number;
  tt: number;
  y: number;
  ty: number;
}

function shift(line: Line, share: number, bytes: number): void {
  const { keep, s, t, tt, y, ty } = line;
  line.tt = keep * (tt - 2 * t + s);
  line.t = keep * (t - s);
  line.ty = keep * (ty - y);
  line.s = keep * s + share * share;
  line.y = keep * y + share * bytes;
}

/** The level of the least-squares line, so many days after the newest one. Few days make no slope: it is shrunk to none. */
function levelAt({ s, t, tt, y, ty }: Line, after: number): number {
  if (s === 0) return 0;
  const spread = tt - (t * t) / s;
  const slope = (ty - (t * y) / s) / (spread + FEW_DAYS_SPREAD);
  return y / s + slope * (after - t / s);
}
