import { type Duration, Days, Hours, Millis } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";
import { allowedAt, asPast } from "./cap.ts";

/** What the other card may be taken for. */
export const SLOT_REASONS = ["stop", "limit"] as const;
export type SlotReason = (typeof SLOT_REASONS)[number];

export interface SlotRules {
  /** The slot that is used whenever it can be. */
  readonly home: number;
  readonly other: number;
  readonly reasons: readonly SlotReason[];
  /** A reason has to stand so long. */
  readonly after: Duration;
  /** Least time in a slot. */
  readonly dwell: Duration;
  readonly perDay: number;
  /** From a switch to the first look at the home card where nobody knows when it is back; twice as long each time it was not. */
  readonly homeAfter: Duration;
}

/** Why the card in use is not good enough, and since when. */
export type CardTrouble = Readonly<Partial<Record<SlotReason | "unusable", WallMs>>>;

export interface SlotStanding {
  readonly now: WallMs;
  /** When this program was started, by the same clock. */
  readonly bornAt: WallMs;
  /** Which slot the modem says it uses; undefined until it has. */
  readonly slot: number | undefined;
  /** Of the card in use. `unusable`: absent, locked or broken. */
  readonly trouble: CardTrouble;
  /** When its own trouble should be over by itself. */
  readonly overAt?: WallMs | undefined;
  /** A person lets the device rest. */
  readonly rests: boolean;
  /** This device's own place among its fleet's, in [0, 1), and the time over which the fleet is spread. */
  readonly share: number;
  readonly window: Duration;
}

/** What was done so far. Plain data, kept over restarts. */
export interface SlotCourse {
  /** The newest first. */
  readonly switches: readonly WallMs[];
  /** Why the home card was left, when, and when it should be back by itself. */
  readonly left?: { readonly why: SlotReason | "unusable"; readonly at: WallMs; readonly overAt?: WallMs };
  /** How often it was looked at since and was no better. */
  readonly inVain: number;
  /** When the other card was found to be of no use. */
  readonly otherBadAt?: WallMs;
}

export const NO_SLOTS: SlotCourse = { switches: [], inVain: 0 };

export type NextSlot =
  | { readonly kind: "switch"; readonly to: number; readonly why: SlotReason | "unusable" | "home" }
  | {
      readonly kind: "stay";
      readonly why: "fine" | "rests" | "not-known" | "waits" | "no-other";
      readonly at?: WallMs;
      /** Of a switch that is to come: for what it waits. */
      readonly because?: SlotWait;
    };

export const SLOT_WAITS = [
  /** The reason has not stood for long enough. */
  "patience",
  /** The last switch is too young. */
  "dwell",
  /** So many were made in a day. */
  "day",
  /** The last one of the day is for the way back to the card that works. */
  "way-back",
  /** The home card should be back then. */
  "expected",
  /** Nobody knows when the home card is back: then it is looked at. */
  "look",
] as const;
export type SlotWait = (typeof SLOT_WAITS)[number];

/** A card that is of no use is not tried again for so long. */
const BAD_FOR: Duration = Days(1);
const HOME_CAP: Duration = Days(7);
/** An empty slot needs no patience: the modem sees it within seconds. */
const UNUSABLE_AFTER: Duration = Millis(90_000);

/** Which card to use: the other one while the home one is stopped or used up, and home again when it should be back. Pure. */
export function nextSlot(course: SlotCourse, rules: SlotRules, standing: SlotStanding): NextSlot {
  const { now, bornAt, slot } = standing;
  if (standing.rests) return { kind: "stay", why: "rests" };
  if (slot === undefined) return { kind: "stay", why: "not-known" };
  const wish = slot === rules.home ? awayWish(course, rules, standing) : homeWish(course, rules, standing);
  if (wish.kind === "stay") return wish;
  if (wish.at > now) return { kind: "stay", why: "waits", at: wish.at, because: wish.because };
  // Nothing is won by waiting in a slot without a card; the day's cap holds all the same.
  const apart = standing.trouble.unusable === undefined ? rules.dwell : UNUSABLE_AFTER;
  // From a card that works nobody goes home without a switch left to come back: a stopped card for a day is worse than a late look.
  const spared = wish.looks === true && rules.perDay > 1;
  const allowed = (perDay: number): WallMs => allowedAt(course.switches, { apart, perDay }, now, bornAt);
  const at = allowed(spared ? rules.perDay - 1 : rules.perDay);
  if (at <= now) return { kind: "switch", to: wish.to, why: wish.why };
  const because = at <= allowed(Infinity) ? "dwell" : spared && allowed(rules.perDay) < at ? "way-back" : "day";
  return { kind: "stay", why: "waits", at, because };
}

type Wish =
  | {
      readonly kind: "wish";
      readonly to: number;
      readonly why: SlotReason | "unusable" | "home";
      readonly at: WallMs;
      /** For what it waits until then. */
      readonly because: SlotWait;
      /** The card in use works. */
      readonly looks?: true;
    }
  | { readonly kind: "stay"; readonly why: "fine" | "no-other"; readonly at?: WallMs };

function awayWish({ otherBadAt }: SlotCourse, rules: SlotRules, { trouble, now, bornAt }: SlotStanding): Wish {
  const reason = ([...rules.reasons, "unusable"] as const).find((one) => trouble[one] !== undefined);
  const since = reason && trouble[reason];
  if (reason === undefined || since === undefined) return { kind: "stay", why: "fine" };
  const bad = otherBadAt === undefined ? undefined : wallAfter(asPast(otherBadAt, now, bornAt), BAD_FOR);
  if (bad !== undefined && bad > now) return { kind: "stay", why: "no-other", at: bad };
  const patience = reason === "unusable" ? UNUSABLE_AFTER : rules.after;
  const at = wallAfter(asPast(since, now, bornAt), patience);
  return { kind: "wish", to: rules.other, why: reason, at, because: "patience" };
}

/** When the home card should be back, at this device's own place; sooner where this one is of no use either. */
function homeWish(course: SlotCourse, rules: SlotRules, standing: SlotStanding): Wish {
  const { trouble, now, bornAt, share, window } = standing;
  const home = { kind: "wish", to: rules.home, why: "home" } as const;
  const useless = trouble.unusable ?? trouble.stop;
  if (useless !== undefined) {
    const patience = trouble.unusable === undefined ? rules.after : UNUSABLE_AFTER;
    return { ...home, at: wallAfter(asPast(useless, now, bornAt), patience), because: "patience" };
  }
  const { left } = course;
  // Whoever put the modem on this slot, it was not the agent: home is home.
  if (left === undefined) return { ...home, at: now, because: "look", looks: true };
  const spread = Millis(Math.round(share * window));
  const leftAt = asPast(left.at, now, bornAt);
  const known = left.overAt !== undefined && left.overAt > leftAt && course.inVain === 0 ? left.overAt : undefined;
  const guess = wallAfter(leftAt, Millis(Math.min(HOME_CAP, rules.homeAfter * 2 ** Math.min(course.inVain, 10))));
  const because = known === undefined ? "look" : "expected";
  return { ...home, at: wallAfter(known ?? guess, spread), because, looks: true };
}

/** After a switch that was made. */
export function switched(
  course: SlotCourse,
  rules: SlotRules,
  { now, overAt, trouble }: SlotStanding,
  { to, why }: Extract<NextSlot, { kind: "switch" }>,
): SlotCourse {
  const switches = [now, ...course.switches].slice(0, rules.perDay);
  if (to === rules.home) {
    const bad = trouble.unusable !== undefined || trouble.stop !== undefined;
    return { ...course, switches, ...(bad ? { otherBadAt: now } : {}) };
  }
  const again = course.left !== undefined;
  return {
    switches,
    inVain: again ? course.inVain + 1 : 0,
    left: { why: why === "home" ? "stop" : why, at: now, ...(overAt === undefined ? {} : { overAt }) },
  };
}

/** The home card has worked for so long: that it was left is forgotten. */
const HOME_IS_WELL: Duration = Hours(1);

export function settledHome(course: SlotCourse, rules: SlotRules, { now, slot, trouble }: SlotStanding): SlotCourse {
  const [newest] = course.switches;
  const well = rules.reasons.every((one) => trouble[one] === undefined) && trouble.unusable === undefined;
  if (course.left === undefined || slot !== rules.home || !well) return course;
  if (newest !== undefined && now < wallAfter(newest, HOME_IS_WELL)) return course;
  const { left: _left, ...rest } = course;
  return { ...rest, inVain: 0 };
}
