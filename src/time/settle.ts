import type { MonoMs, WallMs } from "../base/instant.ts";
import { type TrustState, trustedWall } from "./trust-state.ts";

/**
 * The trusted instant of something that was stamped earlier; undefined while it cannot be known.
 *
 * A stamp of this boot is dated through the monotonic clock. One of an earlier boot cannot be: that clock is gone, and
 * what the wall clock showed was not to be trusted, or the stamp would not be pending. The caller books it at the
 * earliest instant it can have been, which is the latest trusted instant before it: the bytes then count against the
 * cycle that was running when the time was last known, and a new cycle never begins with bytes that may not be its own.
 */
export function instantOfStamp(
  stamp: { readonly bootId: string; readonly mono: MonoMs },
  trust: TrustState,
  thisBoot: string,
): WallMs | undefined {
  return stamp.bootId === thisBoot ? trustedWall(trust, stamp.mono) : undefined;
}
