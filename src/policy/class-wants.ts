import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import type { AllowanceCode } from "./allowance.ts";
import type { CheapWindow } from "./cheap-window.ts";
import type { ByRank } from "./day-use.ts";
import type { Level } from "./level.ts";
import type { ClassOverrideNow } from "./override.ts";
import type { Reason } from "./reason.ts";
import type { ClassNames } from "./traffic-classes.ts";

/** What a class would get if there were enough. */
export interface Want {
  readonly held: boolean;
  /** Bytes; Infinity: as many as there are. */
  readonly most: number;
  /** A person let it have what is kept for rank 1, too. */
  readonly opensReserve?: boolean;
  readonly slow?: boolean;
  readonly deferUntil?: WallMs;
  readonly reason: Reason<AllowanceCode>;
}

export interface WantQuestion {
  readonly classes: ClassNames;
  readonly level: Level;
  /** Why the level holds, and when that ends by itself. */
  readonly why: string;
  readonly until?: WallMs | undefined;
  /** What management has left of its own part of today. */
  readonly trickle: number;
  /** Bytes of today, by class. */
  readonly usedToday: ByRank;
  /** To the cycle's end, from the beginning of today on. */
  readonly daysLeft: number;
  readonly window?: CheapWindow | undefined;
  readonly byHand?: readonly ClassOverrideNow[] | undefined;
}

/** At these levels telemetry gets so much of a day's worth; at all others it is held. */
const TELEMETRY_PART: Readonly<Partial<Record<Level, number>>> = { normal: 1, conserve: 0.5 };

/** By rank. `free`: what telemetry and bulk may have to the cycle's end. */
export function classWants(question: WantQuestion, free: number): readonly [Want, Want, Want, Want] {
  const { level, why, until } = question;
  if (level === "offline") {
    const none = heldBy({ code: "level", text: why }, until);
    return [none, managementWant(question), none, none];
  }
  const by = (rank: 0 | 1 | 2 | 3, own: Want): Want => byHand(question, rank, own);
  const telemetry = TELEMETRY_PART[level];
  return [
    by(0, {
      held: false,
      most: Infinity,
      reason: { code: "left", text: "all that is left, leases and the guard taken off" },
    }),
    by(1, managementWant(question)),
    by(
      2,
      telemetry === undefined
        ? heldBy({ code: "level", text: why }, until)
        : { ...ofToday(question, free, 2, telemetry), slow: level === "conserve" },
    ),
    by(3, bulkWant(question, free)),
  ];
}

function managementWant({ level, trickle, classes }: WantQuestion): Want {
  if (level !== "reserve-only" && level !== "offline") {
    const text = `what is left without what is kept for ${classes[0]}`;
    return { held: false, most: Infinity, reason: { code: "reserve", text } };
  }
  const text = "its own part of a day, so that good news can be heard";
  return { held: false, most: trickle, slow: true, reason: { code: "trickle", text } };
}

/** At `conserve` only in hours for which data was bought apart. */
function bulkWant(question: WantQuestion, free: number): Want {
  const { level, why, until, window } = question;
  if (level === "normal") return ofToday(question, free, 3, 1);
  if (level !== "conserve" || window === undefined) return heldBy({ code: "level", text: why }, until);
  if (window.open) return ofToday(question, free, 3, 1);
  return heldBy(
    { code: "window", text: `${why}; it waits for the hours for which data was bought apart` },
    window.turns,
  );
}

/** A part of a day's worth of what is left, less what was used of it today. */
function ofToday({ usedToday, daysLeft }: WantQuestion, free: number, rank: 2 | 3, part: number): Want {
  if (!Number.isFinite(free))
    return { held: false, most: Infinity, reason: { code: "no-limit", text: "nothing limits it" } };
  const days = Math.max(1, daysLeft);
  const worth = Math.floor(((free + usedToday[2] + usedToday[3]) / days) * part);
  const text = `${worth} bytes a day, as what is left is to last for ${Math.ceil(days)} days; ${usedToday[rank]} are used today`;
  return { held: false, most: Math.max(0, worth - usedToday[rank]), reason: { code: "budget", text } };
}

const heldBy = (reason: Want["reason"], deferUntil: WallMs | undefined): Want =>
  defined({ held: true, most: 0, reason, deferUntil });

/** What loosens gives no less than the class has by itself, what tightens no more. */
function byHand({ classes, byHand: all = [] }: WantQuestion, rank: 0 | 1 | 2 | 3, own: Want): Want {
  const hand = all.find((one) => one.class === classes[rank] && one.idle === undefined);
  if (hand === undefined) return own;
  const reason = { code: "override" as const, text: `${hand.by} has set it by hand: ${hand.reason}` };
  if (hand.held) return own.held ? own : heldBy(reason, hand.until);
  const most = Math.max(0, (hand.bytes ?? Infinity) - hand.used);
  if (hand.aim === "tighten") return own.most <= most ? own : { ...own, most, reason };
  if (own.most >= most && !hand.opensReserve) return own;
  return { held: false, most: Math.max(most, own.most), opensReserve: hand.opensReserve, reason };
}
