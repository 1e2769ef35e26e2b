import type { DialogueProfile } from "../at/dialogue-profile.ts";
import { Days, type Duration, Millis } from "../base/duration.ts";
import type { ModemProfile } from "../modem/profile.ts";

export interface ModemLoopOptions {
  readonly port: string;
  readonly baudRate: number;
  readonly pollInterval: Duration;
  readonly reopenInterval: Duration;
  readonly profile?: DialogueProfile;
  readonly families: readonly ModemProfile[];
  /** The port is let go between two looks, since a data call may want it. */
  readonly portShared?: boolean;
  /** The books go by the modem's own counters: every look reads them. */
  readonly counts?: boolean;
  /** Somebody else dials: the modem is asked why there is no context. */
  readonly asksWhy?: boolean;
  /** Above what the modem's family needs. */
  readonly poll?: "normal" | "slow" | "off";
}

/** Without an end where nothing is to be asked: an unsolicited line or a person's question wakes the loop. */
export function lookPause(
  { poll: wanted, pollInterval }: ModemLoopOptions,
  family: ModemProfile | undefined,
): Duration {
  const poll = wanted ?? family?.quirks.poll ?? "normal";
  return poll === "off" ? Days(3_650) : poll === "slow" ? Millis(pollInterval * 10) : pollInterval;
}
