/** What the last units took, in bytes, newest last. A unit is a transaction or an alarm. Plain JSON. */
export interface UnitMemory {
  readonly sizes: readonly number[];
}

export const NO_UNITS: UnitMemory = { sizes: [] };

export interface ReserveRules {
  /** So many units are to pass when everything else has to wait. */
  readonly units: number;
  /** What one takes, before any was measured. */
  readonly unitBytes: number;
}

export interface Reserve {
  readonly bytes: number;
  readonly units: number;
  readonly unitBytes: number;
  /** Units that were measured; few of them count for nothing. */
  readonly measured: number;
}

const REMEMBERED = 64;
const ENOUGH = 8;
/** Nineteen of twenty units are no larger. */
const QUANTILE = 0.95;
/** What clients report is believed within these bounds alone: one that lies makes the reserve neither nothing nor everything. */
const BOUNDS = { least: 1 / 4, most: 4 } as const;

/** A unit that is over; one of no bytes tells nothing. */
export const unitLearned = ({ sizes }: UnitMemory, bytes: number): UnitMemory =>
  Number.isSafeInteger(bytes) && bytes > 0 ? { sizes: [...sizes, bytes].slice(-REMEMBERED) } : { sizes };

/** `most`: of what was bought no more than this is kept back. */
export function reserveOf({ sizes }: UnitMemory, { units, unitBytes }: ReserveRules, most: number): Reserve {
  const sorted = sizes.toSorted((one, other) => one - other);
  const high = sorted[Math.ceil(sorted.length * QUANTILE) - 1] ?? unitBytes;
  const known = sizes.length < ENOUGH ? unitBytes : high;
  const bounded = Math.round(Math.min(unitBytes * BOUNDS.most, Math.max(unitBytes * BOUNDS.least, known)));
  const bytes = Math.max(0, Math.min(units * bounded, Math.floor(most)));
  return { bytes, units, unitBytes: bounded, measured: sizes.length };
}
