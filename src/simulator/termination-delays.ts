import type { Duration } from "../base/duration.ts";

export interface TerminationDelays {
  /** From the start of a search to the network's answer. */
  readonly registration: Duration;
  /** T3402: until the modem tries again by itself after a temporary refusal or a detach without re-attach. */
  readonly retry: Duration;
  /** T3411: between the first five attempts. */
  readonly again: Duration;
}
