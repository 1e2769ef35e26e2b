import { Days, type Duration, Hours, Minutes, Seconds } from "../../base/duration.ts";
import type { WallMs } from "../../base/instant.ts";
import type { LocalDate } from "../../plan/zone.ts";
import type { Words } from "../../plan/words.ts";

export type Actor = "nobody" | "device" | "merchant" | "fleet-owner" | "carrier";

/** What is known of the card's plan and of the network's own timers; what is not known is absent. */
export interface ResumeFacts {
  readonly now: WallMs;
  /** IANA name: whose midnight a date begins at. */
  readonly zone: string;
  /** First instant of the next cycle. */
  readonly cycleEnds?: WallMs;
  /** The card's last day, and the last one on which it can be renewed. */
  readonly expires?: LocalDate;
  readonly renewableUntil?: LocalDate;
  /** Whether data that is bought before the cycle ends (加餐包) brings service back; absent: not known. */
  readonly topUp?: boolean;
  /** Until when the network told the modem to wait (T3346, T3396). */
  readonly waitsUntil?: WallMs;
  /** When a control of the area ends. */
  readonly endsAt?: WallMs;
  /** When a hold of our own ends. */
  readonly heldUntil?: WallMs;
}

export type Earliest =
  /** By itself at that instant; where a carrier's systems may lag, at the latest `latest`. */
  | { readonly kind: "at"; readonly at: WallMs; readonly latest?: WallMs }
  /** So long after somebody has acted. */
  | { readonly kind: "after-act"; readonly within: Duration }
  /** As soon as the device has done it. */
  | { readonly kind: "now" }
  | { readonly kind: "never" }
  | { readonly kind: "unknown" };

/** When the device looks by itself whether it is over. No schedule holds a reset: a suspension is not cured by one. */
export interface ProbeSchedule {
  /**
   * `path`: one data-path probe where a context is up, one activation where it is refused, one radio cycle where the network refused
   * for good; `local`: port, card and modem are asked, which costs no data; `listen`: the modem looks by itself.
   */
  readonly by: "path" | "local" | "listen" | "none";
  /** Since the loss; then `every`. */
  readonly after: readonly Duration[];
  readonly every: Duration;
  /** Once more just after the predicted instant, spread over the fleet. */
  readonly atEarliest: boolean;
}

/** What to say and what to do. */
export interface Remedy {
  /** What brings it back. */
  readonly comesBack: Words;
  /** In order, for whoever stands there. {hotline}, {app}, {papers} and {pay} are the carrier's, from its file; {back}: when it can be back. */
  readonly steps: readonly Words[];
}

export interface ResumeRule extends Remedy {
  readonly byItself: boolean;
  /** Who must act, the first one first; `nobody` where only time helps. */
  readonly acts: readonly Actor[];
  readonly earliest: (facts: ResumeFacts) => Earliest;
  readonly probe: ProbeSchedule;
  /** Who is next, so long after it should be back: after the day that is told, or the act that brings it back. */
  readonly escalate: { readonly after: Duration; readonly to: Actor };
  /** Instead, where the plan says whether data can be bought before the cycle ends. */
  readonly topUp?: { readonly sold: Remedy; readonly notSold: Remedy };
  /** What must not be done meanwhile. */
  readonly warning?: Words;
}

/** The remedy as far as the plan tells whether data is sold in mid-cycle. */
export function remedyBy(rule: ResumeRule, topUp: boolean | undefined): Remedy {
  if (rule.topUp === undefined || topUp === undefined) return rule;
  return topUp ? rule.topUp.sold : rule.topUp.notSold;
}

export const step = (en: string, zh: string): Words => ({ en, zh });

/** Against a stop: rarely, ever more so, daily at last, and once when it should be over (GSMA TS.34: no hammering of the network). */
export const STOPPED: ProbeSchedule = {
  by: "path",
  after: [Minutes(15), Hours(1), Hours(6)],
  every: Days(1),
  atEarliest: true,
};
export const DAILY: ProbeSchedule = { by: "path", after: [Days(1)], every: Days(1), atEarliest: false };
/** The network's own trouble passes sooner: doubled from half a minute up to an hour. */
export const PASSING: ProbeSchedule = {
  by: "path",
  after: [Seconds(30), Minutes(1), Minutes(2), Minutes(4), Minutes(8), Minutes(16), Minutes(32)],
  every: Hours(1),
  atEarliest: true,
};
export const LISTENING: ProbeSchedule = { by: "listen", after: [], every: Minutes(10), atEarliest: false };
export const LOCAL: ProbeSchedule = { by: "local", after: [Seconds(30)], every: Minutes(1), atEarliest: false };

export const afterAct = (within: Duration) => (): Earliest => ({ kind: "after-act", within });
export const unknown = (): Earliest => ({ kind: "unknown" });
export const atOnce = (): Earliest => ({ kind: "now" });
