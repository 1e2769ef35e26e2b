import type { WallMs } from "../base/instant.ts";
import type { Level } from "./level.ts";

/** A level that a person set, for a time. */
export interface Override {
  readonly level: Level;
  /** `loosen`: nothing stricter than this level; `tighten`: nothing looser. What it was when it was set. */
  readonly aim: "loosen" | "tighten";
  readonly since: WallMs;
  readonly until: WallMs;
  readonly by: string;
  readonly reason: string;
  /** Also what is kept for rank 1 beyond the limit is let go. */
  readonly opensReserve: boolean;
}

/** Why an override that holds has no effect at present. */
export type Idle = "clock" | "reserve" | "service";

export interface OverrideNow extends Override {
  readonly idle?: Idle;
}

/** A clock that may be wrong ends nothing; what a loosening does meanwhile is `decide`'s to say. */
export const isOver = ({ until }: Override, wall: WallMs, trusted: boolean): boolean => trusted && wall >= until;
