import type { Clock } from "../../src/ports/clock.ts";
import type { Counters } from "../../src/ports/counters.ts";
import type { Interfaces } from "../../src/ports/interfaces.ts";
import { FakeCounters } from "./fake-counters.ts";

/** A machine whose only interface is the one of these counters, whatever it is called. */
export const oneInterface = (counters: Counters): Interfaces => ({ names: () => [], counters: () => counters });

/** A machine whose interfaces come and go in a test's hands. */
export class FakeInterfaces implements Interfaces {
  readonly #clock: Clock;
  readonly #bootId: string;
  readonly #known = new Map<string, FakeCounters>();
  readonly #there = new Set<string>();
  /** How often they were listed. */
  listed = 0;
  #made = 0;

  constructor(clock: Clock, bootId = "boot-1") {
    this.#clock = clock;
    this.#bootId = bootId;
  }

  names(): readonly string[] {
    this.listed += 1;
    return [...this.#there];
  }

  counters(name: string): FakeCounters {
    const known = this.#known.get(name) ?? new FakeCounters(this.#clock, { bootId: this.#bootId, interfaceName: name });
    this.#known.set(name, known);
    return known;
  }

  plugIn(name: string): FakeCounters {
    const counters = this.counters(name);
    this.#made += 1;
    counters.plugIn(this.#made);
    this.#there.add(name);
    return counters;
  }

  unplug(name: string): void {
    this.counters(name).unplug();
    this.#there.delete(name);
  }
}
