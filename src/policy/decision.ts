import type { WallMs } from "../base/instant.ts";
import type { Allowance } from "./allowance.ts";
import type { LevelDecision } from "./decide.ts";
import type { Level } from "./level.ts";
import type { ClassOverrideNow } from "./override.ts";
import type { Reserve } from "./reserve.ts";

/** The level that holds, what it means for each class, and why. */
export interface Decision extends LevelDecision {
  /** Since when the level holds, over restarts; and which one held before. */
  readonly since: WallMs;
  readonly before?: Level;
  /** By rank. */
  readonly allowances: readonly Allowance[];
  /** What is kept for rank 1; absent while no quota is known. */
  readonly reserve?: Reserve;
  /** Parts of what is left that the kernel may miss, and bytes that may be under way when a lease ends. */
  readonly guard: { readonly ratio: number; readonly inFlight: number };
  /** Rank 1 is held too, by nothing but the owner's word on what was bought: data would go on, or nobody knows. */
  readonly ownLimit?: true;
  /** What a person set for single classes. */
  readonly byHand: readonly ClassOverrideNow[];
  /** When something of it changes by itself at the latest: an end of a dwell, of a window, of a day. */
  readonly reviewAt: WallMs;
}
