import { type Duration, Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";

/** How far the meter and the units were when something was asked for. */
interface Mark {
  readonly metered: bigint;
  readonly proved: bigint;
}

interface Over extends Mark {
  readonly bytes: bigint;
  readonly at: MonoMs;
}

/** The meter looks far more often, also at an interface that rests. */
const METERED_WITHIN: Duration = Minutes(1);
/** Whose bytes were is asked of the filter when they are booked: each ten minutes where the settings say nothing else. */
const COUNTED_WITHIN: Duration = Minutes(20);
const MOST = 64;

/** Whose bytes prove a unit: the whole device's, or the first class's alone, by one of its counters. */
export type ProvedBy = "device" | "kernel" | "filter";

/** A unit is learned only where so many bytes were metered since its grant was asked for, and no other unit was learned of them. */
export class UnitProof {
  readonly by: ProvedBy;
  readonly #open = new Map<number, Mark>();
  #over: readonly Over[] = [];
  #proved = 0n;

  constructor(by: ProvedBy) {
    this.by = by;
  }

  granted(grant: number, metered: bigint): void {
    this.#open.set(grant, { metered, proved: this.#proved });
  }

  /** `bytes`: as they were reported. One of a grant that nobody saw given proves nothing. */
  over(grant: number, bytes: number, at: MonoMs): void {
    const mark = this.#open.get(grant);
    this.#open.delete(grant);
    if (mark !== undefined && bytes > 0)
      this.#over = [...this.#over, { ...mark, bytes: BigInt(bytes), at }].slice(-MOST);
  }

  /** The units that are proved by now; what is not proved in time is none. */
  look(metered: bigint, now: MonoMs): readonly number[] {
    const units: number[] = [];
    const within = this.by === "device" ? METERED_WITHIN : COUNTED_WITHIN;
    this.#over = this.#over.filter((one) => {
      if (metered - one.metered < one.bytes + this.#proved - one.proved) return elapsed(one.at, now) < within;
      this.#proved += one.bytes;
      units.push(Number(one.bytes));
      return false;
    });
    return units;
  }
}
