import { Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { isSameInterface } from "../meter/epoch.ts";
import type { CounterEpoch, CounterSample, Counters, LinkOverhead } from "../ports/counters.ts";

/**
 * The link's kind is looked at again with every new epoch and once a minute: a driver may switch GRO on. A kind that
 * could not be read is not remembered: with a new interface its files come one after the other.
 */
export class KnownLink {
  readonly #counters: Counters;
  #known: { readonly epoch: CounterEpoch; readonly at: MonoMs; readonly overhead: LinkOverhead } | undefined;

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** As it was last read. */
  get known(): LinkOverhead | undefined {
    return this.#known?.overhead;
  }

  overhead({ epoch, at }: CounterSample): LinkOverhead | undefined {
    const known = this.#known;
    if (known !== undefined && isSameInterface(known.epoch, epoch) && elapsed(known.at, at) < Minutes(1))
      return known.overhead;
    const overhead = this.#counters.linkOverhead();
    this.#known = overhead === undefined ? undefined : { epoch, at, overhead };
    return overhead;
  }
}
