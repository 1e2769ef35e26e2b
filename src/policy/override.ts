import type { WallMs } from "../base/instant.ts";
import type { Level } from "./level.ts";

/** Who set something by hand, why, and for how long. */
export interface ByHand {
  readonly since: WallMs;
  readonly until: WallMs;
  readonly by: string;
  readonly reason: string;
  /** `loosen`: nothing stricter; `tighten`: nothing looser. What it was when it was set. */
  readonly aim: "loosen" | "tighten";
  /** Also what is kept for rank 1 beyond the limit is let go. */
  readonly opensReserve: boolean;
}

/** A level that a person set, for a time. */
export interface Override extends ByHand {
  readonly level: Level;
}

/** A class that a person opened or held, for a time. */
export interface ClassOverride extends ByHand {
  readonly class: string;
  readonly held: boolean;
  /** So many in all until its end; absent: as many as there are. */
  readonly bytes?: number;
}

/** Why an override that holds has no effect at present. */
export type Idle = "clock" | "reserve" | "service";

export interface OverrideNow extends Override {
  readonly idle?: Idle;
}

export interface ClassOverrideNow extends ClassOverride {
  /** Bytes of the class since it was set. */
  readonly used: number;
  readonly idle?: Idle;
}

/** A clock that may be wrong ends nothing; what a loosening does meanwhile is `decide`'s to say. */
export const isOver = ({ until }: ByHand, wall: WallMs, trusted: boolean): boolean => trusted && wall >= until;
