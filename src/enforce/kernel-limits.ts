export type Rank = 1 | 2 | 3 | 4;

/** What a class may do from now on. */
export type Limit =
  /** Counted, nothing is dropped. */
  | { readonly kind: "open" }
  /**
   * For rank 1 and management, which have no slices, so that they go on when the agent is dead. Of rank 1 it is what is left of
   * the plan (or of the tariff's cap) for everything together; of management it is its own budget beside that.
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

/**
 * What is left for all classes together, which every byte that passes is charged to: the highest of the ceilings that drop. It is
 * unlimited where rank 1 has none: whatever the others do, they may not cut it off.
 */
export function restOf(limits: readonly ClassLimit[]): bigint {
  const first = limits.filter(({ rank }) => rank === 1).map(({ limit }) => limit);
  if (first.length === 0 || first.some(({ kind }) => kind === "open" || kind === "lease")) return UNLIMITED;
  if (first.some((limit) => limit.kind === "ceiling" && limit.over === "count")) return UNLIMITED;
  const ceilings = limits.flatMap(({ limit }) =>
    limit.kind === "ceiling" && limit.over === "drop" ? [limit.bytes] : [],
  );
  return ceilings.reduce((most, bytes) => (bytes > most ? bytes : most), 0n);
}
