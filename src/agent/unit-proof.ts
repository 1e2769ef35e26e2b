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
const PROVED_WITHIN: Duration = Minutes(1);
const MOST = 64;

/** A unit is learned only where so many bytes were metered since its grant was asked for, and no other unit was learned of them. */
export class UnitProof {
  readonly #open = new Map<number, Mark>();
  #over: readonly Over[] = [];
  #proved = 0n;

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
    this.#over = this.#over.filter((one) => {
      if (metered - one.metered < one.bytes + this.#proved - one.proved) return elapsed(one.at, now) < PROVED_WITHIN;
      this.#proved += one.bytes;
      units.push(Number(one.bytes));
      return false;
    });
    return units;
  }
}
