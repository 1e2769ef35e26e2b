import type { MonoMs } from "../base/instant.ts";
import { type Amount, both, NOTHING } from "../meter/amount.ts";
import type { ClassShare } from "../meter/charge.ts";
import { added } from "../meter/waiting-shares.ts";
import { type ByRank, each } from "../policy/day-use.ts";
import type { ClassNames } from "../policy/traffic-classes.ts";
import type { StoreOp } from "../ports/store.ts";
import type { ClassWatch } from "./class-watch.ts";
import type { ReportedUse } from "./reported-use.ts";

/** Everything that tells whose the counted bytes were: the packet filter first, then what programs report of their own. */
export class WhoseBytes {
  readonly #filter: ClassWatch | undefined;
  readonly #reports: ReportedUse;
  /** Booked in this run, by the word that counts: the filter's alone where it tells the class. */
  readonly #booked = new Map<string, number>();

  constructor(filter: ClassWatch | undefined, reports: ReportedUse) {
    this.#filter = filter;
    this.#reports = reports;
    // What waits from before the start was of the run before.
    for (const share of this.#covered(NOTHING)) this.#booked.set(share.name, -Number(both(share)));
  }

  start(): void {
    this.#filter?.start();
  }

  /** See ClassWatch; reports come by themselves, and nothing waits for them. */
  postpones(now: MonoMs, then: () => void): boolean {
    return this.#filter?.postpones(now, then) === true;
  }

  divide(bytes: Amount): { readonly shares: readonly ClassShare[]; readonly ops: readonly StoreOp[] } {
    const filtered = this.#filter?.divide(bytes) ?? { shares: [], ops: [] };
    const reported = this.#reports.divide(bytes, filtered.shares);
    const shares = reported.shares.reduce(added, filtered.shares);
    const believed = [...filtered.shares, ...reported.shares.filter(({ name }) => !this.#tells(name))];
    for (const { name, ...share } of believed)
      this.#booked.set(name, (this.#booked.get(name) ?? 0) + Number(both(share)));
    return {
      shares,
      ops: [...filtered.ops, ...reported.ops],
    };
  }

  /**
   * Bytes of each class since the start: booked, or reported and counted. Never more than was counted; it falls where the filter
   * says of undivided bytes (`open`) that they were another's.
   */
  spent(classes: ClassNames, open: Amount = NOTHING): ByRank {
    const waiting = this.#covered(open);
    return each((rank) => {
      const name = classes[rank];
      return (this.#booked.get(name) ?? 0) + Number(both(waiting.find((one) => one.name === name) ?? NOTHING));
    });
  }

  /** Booked in this run by the filter's word; undefined where it does not tell the class. */
  counted(name: string): number | undefined {
    return this.#tells(name) ? this.#booked.get(name) : undefined;
  }

  #covered(open: Amount): readonly ClassShare[] {
    return this.#reports.covered(open, (name) => this.#tells(name));
  }

  #tells(name: string): boolean {
    return this.#filter?.tells(name) === true;
  }
}
