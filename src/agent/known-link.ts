import { Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { isSameInterface } from "../meter/epoch.ts";
import type { MeasuredOverhead } from "../meter/overhead-trial.ts";
import type { CounterEpoch, CounterSample, Counters, LinkOverhead } from "../ports/counters.ts";

/**
 * The link's kind is looked at again with every new epoch and once a minute: an interface may get another driver. A kind
 * that could not be read is not remembered: with a new interface its files come one after the other. What was measured
 * on the interface goes before what its kind says, and not before what a person set.
 */
export class KnownLink {
  readonly #counters: Counters;
  #measured: { readonly epoch: CounterEpoch; readonly overhead: MeasuredOverhead } | undefined;
  #known: { readonly epoch: CounterEpoch; readonly at: MonoMs; readonly overhead: LinkOverhead } | undefined;

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** As it was last read. */
  get known(): { readonly epoch: CounterEpoch; readonly overhead: LinkOverhead } | undefined {
    return this.#known;
  }

  measured(epoch: CounterEpoch, overhead: MeasuredOverhead): void {
    this.#measured = { epoch, overhead };
    this.#known = undefined;
  }

  overhead({ epoch, at }: CounterSample): LinkOverhead | undefined {
    const known = this.#known;
    if (known !== undefined && isSameInterface(known.epoch, epoch) && elapsed(known.at, at) < Minutes(1))
      return known.overhead;
    const told = this.#counters.linkOverhead();
    const overhead = told && this.#better(told, epoch);
    this.#known = overhead === undefined ? undefined : { epoch, at, overhead };
    return overhead;
  }

  #better(told: LinkOverhead, epoch: CounterEpoch): LinkOverhead {
    const found = this.#measured;
    if (told.by === "hand" || found === undefined || !isSameInterface(found.epoch, epoch)) return told;
    const { rx, tx } = found.overhead;
    const same = rx === told.rx && tx === told.tx;
    const because = `measured; its kind says ${same ? "the same" : `${told.rx}/${told.tx}`}: ${told.because}`;
    return { ...told, rx, tx, because, by: "calibrated" };
  }
}
