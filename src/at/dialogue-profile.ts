import { type Duration, Millis, Seconds } from "../base/duration.ts";

/** How one modem wants to be spoken to. */
export interface DialogueProfile {
  /** No byte for this long before a fence is sent: what was late has arrived by then, or comes before the fence's answer. */
  readonly silence: Duration;
  /** A line that never falls silent (a flood of unsolicited lines) must not keep the fence away for ever. */
  readonly silenceCap: Duration;
  readonly fenceTimeout: Duration;
  readonly fenceAttempts: number;
  /** Lines that stand alone without a prefix and are never an answer. */
  readonly bareUrcs: readonly string[];
}

export const STANDARD_DIALOGUE: DialogueProfile = {
  silence: Millis(300),
  silenceCap: Seconds(3),
  fenceTimeout: Seconds(2),
  fenceAttempts: 3,
  bareUrcs: [
    "RDY",
    "APP RDY",
    "START",
    "MODEM:STARTUP",
    "^SYSSTART",
    "^SYSSTART AIRPLANE MODE",
    "*ATREADY: 1",
    "+AT: READY",
    "SMS DONE",
    "PB DONE",
    "SMS Ready",
    "Call Ready",
    "RING",
    "POWERED DOWN",
    "NORMAL POWER DOWN",
  ],
};
