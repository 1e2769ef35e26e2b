import { join } from "node:path";
import { textOf } from "../base/fault.ts";
import type { Clock } from "../ports/clock.ts";
import type { CounterAbsence, CounterSample, Counters, DirectionCount, LinkOverhead } from "../ports/counters.ts";
import { type KeptCounters, interfaceEnded, openCounters } from "./kept-counters.ts";
import { linkOverhead } from "./link-overhead.ts";

const ATTEMPTS = 3;
const NAME_EVERY = 4;

export interface SysCountersParts {
  readonly clock: Clock;
  readonly bootId: string;
  readonly interfaceName: string;
  /** `/sys/class/net`, or another namespace's view of it. */
  readonly sysfsRoot: string;
  /** Link-layer bytes per packet set by hand, per direction. */
  readonly overhead?: { readonly rx?: number; readonly tx?: number };
}

/**
 * Counters of one network interface by its name. A name that is gone is absent, even while the interface lives on under
 * another one: when it comes back under this name with the same index the epoch goes on, with all bytes in between.
 */
export class SysCounters implements Counters {
  readonly #parts: SysCountersParts;
  readonly #directory: string;
  #kept: KeptCounters | undefined;
  /** The very objects of the look before: a direction that rests gives them again. */
  #last: { readonly rx: DirectionCount; readonly tx: DirectionCount } | undefined;
  #looks = 0;
  /** A link's kind and driver are those of its epoch: asked once for each. */
  #overhead: LinkOverhead | undefined;

  constructor(parts: SysCountersParts) {
    this.#parts = parts;
    this.#directory = join(parts.sysfsRoot, parts.interfaceName);
  }

  sample(): CounterSample | CounterAbsence {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (this.#kept === undefined) {
        const opened = openCounters(this.#directory);
        if (opened.kind === "absent") return opened;
        if (opened.kind === "changing") continue;
        this.#kept = opened.counters;
      }
      const sample = this.#readKept(this.#kept);
      if (sample !== undefined) return sample;
    }
    return { kind: "absent", why: `${this.#parts.interfaceName} is being taken away and made again` };
  }

  linkOverhead(): LinkOverhead | undefined {
    if (this.#kept === undefined || this.#overhead === undefined) {
      this.#overhead = linkOverhead(this.#directory, this.#parts.overhead ?? {});
    }
    return this.#overhead;
  }

  close(): void {
    this.#kept?.close();
    this.#kept = undefined;
    this.#overhead = undefined;
  }

  /**
   * An interface that is taken away ends the reading itself; only one that is renamed does not. While no byte moves, one look
   * of four asks for the name.
   */
  #trustsName(rx: DirectionCount, tx: DirectionCount): boolean {
    const rests = rx === this.#last?.rx && tx === this.#last.tx;
    this.#looks = rests ? this.#looks + 1 : 0;
    this.#last = { rx, tx };
    return this.#looks % NAME_EVERY !== 0;
  }

  /** Undefined when the kept descriptors are no longer those of the interface that has the name; they are closed then. */
  #readKept(kept: KeptCounters): CounterSample | CounterAbsence | undefined {
    const { bootId, interfaceName, clock } = this.#parts;
    try {
      const { rx, tx } = kept.read();
      // Asked after the reading: whoever has the name now had it all the time, or the inode would be another.
      if (this.#trustsName(rx, tx) || kept.stillNamed()) {
        const { ifindex, instance } = kept;
        const epoch = { bootId, interfaceName, ifindex, ...(Number.isSafeInteger(instance) ? { instance } : {}) };
        return { kind: "sample", epoch, rx, tx, at: clock.monoMs() };
      }
    } catch (thrown) {
      if (!interfaceEnded(thrown)) {
        this.close();
        return { kind: "absent", why: `the counters of ${interfaceName} cannot be read: ${textOf(thrown)}` };
      }
    }
    this.close();
    return undefined;
  }
}
