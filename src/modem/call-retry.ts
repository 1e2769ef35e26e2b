import { Days, type Duration, Hours, Millis, Minutes, Seconds } from "../base/duration.ts";
import type { CallTrouble } from "./call-trouble.ts";

/** How often in a row a call failed, or was lost soon after, and for what kind of reason. Kept over restarts. */
export interface CallRecord {
  readonly failures: number;
  readonly kind: CallTrouble["kind"];
  /** The network's timer that came with the last one. */
  readonly backOff?: Duration;
}

export const NO_FAILURES: CallRecord = { failures: 0, kind: "temporary" };

/** A call that lasted so long was one; what was lost sooner counts as another failure, so that a flapping link is not redialled for ever. */
export const STABLE_AFTER: Duration = Minutes(10);

/** After an outage of the network not every device dials in the same second. */
const SPREAD = Seconds(10);
/** The modem's clock and ours. */
const AFTER_TIMER = Seconds(2);
/** Nobody knows how long the machine was off; the modem goes on with its timer by itself (24.301 6.5.1.4.3) and tells of it again. */
const MOST_AFTER_RESTART = Hours(1);

const TEMPORARY = { first: Seconds(30), cap: Hours(1) } as const;
const PERMANENT: readonly Duration[] = [Minutes(15), Hours(1), Hours(6), Days(1)];

export const afterFailure = (
  { failures }: CallRecord,
  { kind, backOff }: Pick<CallTrouble, "kind" | "backOff">,
): CallRecord => ({ failures: failures + 1, kind, ...(backOff === undefined ? {} : { backOff }) });

/** The network's timer as the modem tells of it unasked: set, set without an end (no `left`), or taken back. */
export function afterBackOff(
  { failures, kind }: CallRecord,
  { running, left }: { readonly running: boolean; readonly left?: Duration },
): CallRecord {
  if (!running) return { failures, kind: "temporary" };
  const counted = Math.max(1, failures);
  return left === undefined ? { failures: counted, kind: "permanent" } : { failures: counted, kind, backOff: left };
}

/**
 * How long to wait before the next attempt. Temporary reasons: 30 s, doubling to an hour; permanent ones: 15 min, 1 h, 6 h, then
 * daily (GSMA TS.34: never more than 30 requests an hour after a permanent rejection); each a fifth more or less. Never before
 * the network's own timer ends, and then not all devices at once. `random` from [0, 1).
 */
export function retryDelay({ failures, kind, backOff }: CallRecord, random: number): Duration {
  if (failures === 0) return Millis(Math.ceil(SPREAD * random));
  const wait =
    kind === "permanent"
      ? (PERMANENT[failures - 1] ?? Days(1))
      : Math.min(TEMPORARY.cap, TEMPORARY.first * 2 ** Math.min(failures - 1, 20));
  const own = Math.round(wait * (0.8 + 0.4 * random));
  return Millis(backOff === undefined ? own : Math.max(own, Math.ceil(backOff * (1 + random / 10)) + AFTER_TIMER));
}

/**
 * What counts of a record after a restart: somebody may have mended it, but a device that restarts over and over must not
 * dial at each start.
 */
export const afterRestart = ({ failures, kind, backOff }: CallRecord): CallRecord => ({
  failures: Math.min(failures, kind === "permanent" ? 1 : 3),
  kind,
  ...(backOff === undefined ? {} : { backOff: Millis(Math.min(backOff, MOST_AFTER_RESTART)) }),
});
