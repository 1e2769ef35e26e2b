import type { MonoMs } from "../base/instant.ts";
import type { Amount } from "../meter/amount.ts";
import type { ClassShare } from "../meter/charge.ts";
import { added } from "../meter/waiting-shares.ts";
import type { StoreOp } from "../ports/store.ts";
import type { ClassWatch } from "./class-watch.ts";
import type { ReportedUse } from "./reported-use.ts";

/** Everything that tells whose the counted bytes were: the packet filter first, then what programs report of their own. */
export class WhoseBytes {
  readonly #filter: ClassWatch | undefined;
  readonly #reports: ReportedUse;

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
    return {
      shares: reported.shares.reduce(added, filtered.shares),
      ops: [...filtered.ops, ...reported.ops],
    };
  }
}
