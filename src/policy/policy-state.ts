import type { WallMs } from "../base/instant.ts";
import type { DayUse } from "./day-use.ts";
import type { HeldWish } from "./dwell.ts";
import { type GuardMemory, NO_GUARD } from "./guard.ts";
import type { Level } from "./level.ts";
import { NO_UNITS, type UnitMemory } from "./reserve.ts";
import type { ShareLatch } from "./share-latch.ts";

/** What a class used under a person's word. */
export interface HandUse {
  readonly class: string;
  /** When it was set: another word begins at nothing. */
  readonly since: WallMs;
  readonly used: number;
}

/** What the policy remembers, over restarts too. Plain JSON but for the branded numbers. */
export interface PolicyState {
  readonly latches: readonly ShareLatch[];
  readonly held: readonly HeldWish[];
  /** Of which card, plan and quota `held` is: another one is judged anew. */
  readonly heldOf: string;
  readonly day?: DayUse;
  readonly byHand: readonly HandUse[];
  readonly units: UnitMemory;
  readonly guard: GuardMemory;
  /** The level that was decided last. */
  readonly last?: { readonly level: Level; readonly since: WallMs; readonly before?: Level };
}

export const FRESH_POLICY: PolicyState = {
  latches: [],
  held: [],
  heldOf: "",
  byHand: [],
  units: NO_UNITS,
  guard: NO_GUARD,
};
