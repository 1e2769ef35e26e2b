import type { MonoMs } from "../base/instant.ts";
import type { Amount } from "../meter/amount.ts";
import type { ClassShare } from "../meter/charge.ts";
import { added } from "../meter/waiting-shares.ts";
import { both } from "../meter/amount.ts";
import { type ByRank, each } from "../policy/day-use.ts";
import type { ClassNames } from "../policy/traffic-classes.ts";
import type { StoreOp } from "../ports/store.ts";
import type { ClassWatch } from "./class-watch.ts";
import type { ReportedUse } from "./reported-use.ts";

/** Everything that tells whose the counted bytes were: the packet filter first, then what programs report of their own. */
export class WhoseBytes {
  readonly #filter: ClassWatch | undefined;
  readonly #reports: ReportedUse;
  /** Booked in this run. */
  readonly #booked = new Map<string, number>();

  constructor(filter: ClassWatch | undefined, reports: ReportedUse) {
    this.#filter = filter;
    this.#reports = reports;
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
    for (const { name, ...share } of shares)
      this.#booked.set(name, (this.#booked.get(name) ?? 0) + Number(both(share)));
    return {
      shares,
      ops: [...filtered.ops, ...reported.ops],
    };
  }

  /** Bytes of each class since the start: what was booked, or what its programs reported where that is more and still waits. */
  spent(classes: ClassNames): ByRank {
    return each((rank) => {
      const name = classes[rank];
      return Math.max(this.#booked.get(name) ?? 0, this.#reports.said(name));
    });
  }
}
