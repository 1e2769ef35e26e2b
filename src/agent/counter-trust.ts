import { believe, type Doubt, type Known } from "../meter/believe.ts";
import type { Cursor } from "../meter/cursor.ts";
import type { Advance } from "../meter/delta.ts";
import { type Jump, jumpText } from "../meter/plausibility.ts";
import type { CounterSample, LinkOverhead } from "../ports/counters.ts";
import type { CounterNews } from "./interface-view.ts";

export interface CounterTrustListener {
  onCounters(news: CounterNews, jumps: readonly Jump[]): void;
  /** Called before the bytes since then are handed out. */
  onRebased(base: Cursor, why: string): void;
}

/** Lets through what the counters can have counted, and remembers what it doubts. */
export class CounterTrust {
  readonly #listener: CounterTrustListener;
  #doubt: Doubt | undefined;

  constructor(listener: CounterTrustListener) {
    this.#listener = listener;
  }

  /** Undefined while the counters read what cannot be. */
  take(known: Omit<Known, "doubt">, sample: CounterSample, overhead: LinkOverhead): Advance | undefined {
    const before = this.#doubt;
    const belief = believe({ ...known, doubt: before }, sample, overhead);
    this.#doubt = belief.kind === "doubted" ? belief.doubt : undefined;
    if (belief.kind === "doubted") {
      if (belief.news) this.#tell("doubted", belief.doubt.jumps);
      return undefined;
    }
    if (belief.kind === "rebased") {
      this.#listener.onRebased(belief.base, belief.jumps.map(jumpText).join("; "));
      this.#tell("rebased", belief.jumps);
    } else if (belief.cleared) this.#tell("cleared", before?.jumps ?? []);
    return belief.moved;
  }

  #tell(news: CounterNews, jumps: readonly Jump[]): void {
    // A fall alone is what the counters of an interface do that begins again.
    if (jumps.length > 0) this.#listener.onCounters(news, jumps);
  }
}
