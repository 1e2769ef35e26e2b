import type { Counters } from "./counters.ts";

/** The network interfaces of this machine. */
export interface Interfaces {
  /** Those that are there now, in any order; none where they cannot be listed. */
  names(): readonly string[];
  /** Of the interface that has the name, now or later. */
  counters(name: string): Counters;
}
