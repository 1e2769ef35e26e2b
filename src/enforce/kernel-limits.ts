import { unreachable } from "../base/unreachable.ts";
import type { Rank } from "../policy/traffic-classes.ts";

/** What a class may do from now on. */
export type Limit =
  /** Counted, nothing is dropped. */
  | { readonly kind: "open" }
  /**
   * For rank 1 and management, which have no slices, so that they go on when the agent is dead. Of rank 1 it is what is left of the plan (or of
   * the tariff's cap) for both of them, all leases taken off; of management it is its own budget within that.
   * `count`: the bytes beyond are a matter of money or of speed, and nothing is dropped.
   */
  | { readonly kind: "ceiling"; readonly bytes: bigint; readonly over: "drop" | "count" }
  /** For telemetry and bulk: so much in all, handed to the kernel in slices. */
  | { readonly kind: "lease"; readonly bytes: bigint }
  | { readonly kind: "held" };

/** One traffic class and its limit, in IP bytes of both directions together. */
export interface ClassLimit {
  readonly class: string;
  readonly rank: Rank;
  readonly limit: Limit;
  /** Bytes a second that it may send; absent: as fast as the uplink takes them. */
  readonly upRate?: number;
}

/**
 * What nothing reaches: nft's JSON writes 64 bits, and beyond 2^53 numbers of JSON lose their last digits.
 * 9 petabytes.
 */
export const UNLIMITED = 9_007_199_254_740_991n;

/** What the kernel lets a class pass at the most; a lease comes in slices. Of rank 1 it is what is left for all, which everybody is charged to. */
export function ceilingOf({ rank, limit }: ClassLimit): bigint {
  switch (limit.kind) {
    case "open":
      return UNLIMITED;
    case "held":
    case "lease":
      return 0n;
    case "ceiling":
      return rank === 1 || limit.over === "count" ? UNLIMITED : limit.bytes;
    default:
      return unreachable(limit);
  }
}

/**
 * What is left for all classes together, which every byte that passes is charged to: the highest of the ceilings that drop, and all
 * leases, so that what nobody uses of a lease is there for rank 1. Unlimited where rank 1 is: whatever the others do, they may not cut it off.
 */
export function restOf(limits: readonly ClassLimit[]): bigint {
  const first = limits.filter(({ rank }) => rank === 1).map(({ limit }) => limit);
  if (first.length === 0 || first.some(({ kind }) => kind === "open" || kind === "lease")) return UNLIMITED;
  if (first.some((limit) => limit.kind === "ceiling" && limit.over === "count")) return UNLIMITED;
  return highest(limits) + limits.reduce((sum, { limit }) => (limit.kind === "lease" ? sum + limit.bytes : sum), 0n);
}

const highest = (limits: readonly ClassLimit[]): bigint =>
  limits.reduce(
    (most, { limit }) => (limit.kind === "ceiling" && limit.over === "drop" && limit.bytes > most ? limit.bytes : most),
    0n,
  );
