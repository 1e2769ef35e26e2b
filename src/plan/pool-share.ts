import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import type { Books } from "./rating/books.ts";

/** What this card may still use where it shares a pool (流量池) with others, and which of the two limits is the nearer one. */
export interface PoolShare {
  readonly name?: string;
  /** What is left of the card's own share; absent: it has none of its own. */
  readonly own?: bigint;
  /** As it was told: of all cards together, this one's share included. */
  readonly told?: { readonly bytes: bigint; readonly at: WallMs };
  /** What this card has used since it was told. */
  readonly used?: bigint;
  /** What was told, less that, and never below nothing; what others used since nobody here knows. */
  readonly balance?: bigint;
  /** The card goes on out of the pool when its own share is used up; absent: its plan says something else of that. */
  readonly goesOn?: true;
  /** Told too long ago to go by. */
  readonly stale?: true;
  /** Which of both ends first; `unknown`: no balance was told, or too long ago. */
  readonly binds: "own-share" | "pool" | "unknown";
  /** The nearer limit; absent: not known. */
  readonly left?: bigint;
}

/** Platforms show what was used up to yesterday's midnight: two days are one such look, and a day of doing something else. */
export const POOL_BALANCE_HOURS = 48;
const KEEPS = POOL_BALANCE_HOURS * 3_600_000;

export interface PoolQuestion {
  /** By the card's rule; the plan's own pool where it names none. */
  readonly name?: string | undefined;
  /** What is left of the plan for general traffic; absent: without a limit. */
  readonly own?: bigint | undefined;
  /** Bytes of this card since the balance was told. */
  readonly usedSince: (at: WallMs) => bigint;
  readonly now: WallMs;
}

/** Undefined for a card that shares no pool. */
export function poolShare({ plan, told }: Books, { name, own, usedSince, now }: PoolQuestion): PoolShare | undefined {
  const pool = name ?? (plan.overage.kind === "pool" ? plan.overage.pool : undefined);
  if (pool === undefined && told?.pool === undefined) return undefined;
  const goesOn = plan.overage.kind === "pool" || plan.overage.kind === "unknown" ? (true as const) : undefined;
  if (told?.pool === undefined) return defined({ name: pool, own, goesOn, binds: "unknown" as const });
  const { bytes, at } = told.pool;
  const used = usedSince(at);
  const balance = used < bytes ? bytes - used : 0n;
  const known = { name: pool, own, told: told.pool, used, balance, goesOn };
  if (now - at > KEEPS) return defined({ ...known, stale: true as const, binds: "unknown" as const });
  // A share that is used up goes on out of the pool, unless the plan says that data stops there, or costs.
  const pooled = own === undefined || (own === 0n && goesOn === true) || balance < own;
  return defined({
    ...known,
    binds: pooled ? ("pool" as const) : ("own-share" as const),
    left: pooled ? balance : own,
  });
}
