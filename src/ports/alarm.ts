import type { Cancel } from "./clock.ts";

/** Wakes the agent up. What is due is computed from instants, never from the fact that an alarm rang. */
export interface Alarm {
  /** `expression` in cron's five or six fields, read in the zone (IANA name). */
  schedule(expression: string, zone: string, run: () => void): Cancel;
}
