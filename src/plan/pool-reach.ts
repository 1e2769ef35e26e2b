import { defined } from "../base/defined.ts";
import { type Duration, Hours, Millis } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";
import { POOL_BALANCE_HOURS, type PoolShare } from "./pool-share.ts";
import type { Lines, Standing } from "./standing.ts";

/** How near the end of the pool is that the card shares, where that is known and still holds. */
export interface PoolReach {
  readonly line: "limit" | "essential" | "conserve";
  readonly name?: string;
  /** What is left for all cards at most; what it was told to be, as of when, and how long before this look that was. */
  readonly balance: bigint;
  readonly told: bigint;
  /** By this card since; may be more than the pool was told to hold. */
  readonly used: bigint;
  readonly at: WallMs;
  readonly age: Duration;
  /** From then on the balance is too old to go by, or of a cycle that is over. */
  readonly until: WallMs;
}

/**
 * By a balance that is no older than two days and of this cycle: a pool is filled anew with it. "Nearly used up" is measured by
 * what this card has for a cycle, because nobody here knows how large the pool is: where no more is left for all cards
 * than this one would have left at its own line, the line is reached. A card without a share of its own is measured by what
 * the pool was told to hold. `now` must be trusted, or the age means nothing. Undefined: nothing asks for saving.
 */
export function poolReach(
  pool: PoolShare | undefined,
  { quota, cycle }: Pick<Standing, "quota" | "cycle">,
  lines: Pick<Lines, "conserve" | "essential">,
  now: WallMs,
): PoolReach | undefined {
  if (pool === undefined || !isKnown(pool, cycle, now)) return undefined;
  const { name, told, balance, used } = pool;
  const whole = quota ?? told.bytes;
  const left = (percent: number): boolean => balance * 100_000n <= whole * BigInt(Math.round((100 - percent) * 1_000));
  const line =
    balance === 0n ? "limit" : left(lines.essential) ? "essential" : left(lines.conserve) ? "conserve" : undefined;
  if (line === undefined) return undefined;
  const stales = wallAfter(told.at, Hours(POOL_BALANCE_HOURS));
  const until = stales < cycle.to ? stales : cycle.to;
  return defined({
    line,
    name,
    balance,
    told: told.bytes,
    used,
    at: told.at,
    age: Millis(now - told.at),
    until,
  } as const);
}

/**
 * Where the pool is known to hold more, the end of the card's own share is no limit: what there is to save for is the pool's
 * end. A card that is given up stays so.
 */
export function onPool(stands: Standing, pool: PoolShare | undefined, now: WallMs): Standing {
  if (pool?.goesOn !== true || !isKnown(pool, stands.cycle, now) || pool.balance === 0n) return stands;
  if (stands.share === undefined || stands.cancelled === true) return stands;
  return { ...stands, overLimit: false, conserveReached: false, essentialReached: false, pooled: true };
}

type KnownPool = PoolShare & Required<Pick<PoolShare, "told" | "balance" | "used">>;

function isKnown(pool: PoolShare, cycle: Standing["cycle"], now: WallMs): pool is KnownPool {
  const { told, balance, used, stale } = pool;
  if (told === undefined || balance === undefined || used === undefined || stale === true) return false;
  return told.at >= cycle.from && now >= told.at;
}
