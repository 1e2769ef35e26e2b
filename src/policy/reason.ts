import type { WallMs } from "../base/instant.ts";
import type { Level } from "./level.ts";

export type ReasonCode =
  | "plan-ok"
  | "starting"
  | "no-plan"
  | "conserve-share"
  | "essential-share"
  | "reserve-reached"
  | "over-limit"
  | "pace-conserve"
  | "pace-essential"
  | "pool-conserve-share"
  | "pool-essential-share"
  | "pool-used-up"
  | "money-conserve-share"
  | "money-essential-share"
  | "suspected-suspension"
  | "possible-suspension"
  | "denied"
  | "no-sim"
  | "override";

export interface Reason<Code extends string = ReasonCode> {
  readonly code: Code;
  /** What was found, with its numbers. */
  readonly text: string;
}

/** Where a wish comes from: of one family there is one wish at a time. */
export type WishFamily = "share" | "pace" | "pool" | "money" | "suspicion" | "service" | "person";

/** A level that something asks for, and why. */
export interface Wish extends Reason {
  readonly family: WishFamily;
  readonly level: Level;
  /** When it ends by itself. */
  readonly until?: WallMs;
}
