import type { WallMs } from "../../base/instant.ts";
import type { Bucket } from "../bucket.ts";

/** What is left of one bucket that was opened, or of what was carried over from it. */
export interface Balance {
  readonly bucket: Bucket;
  /** Carried over from the cycle before (结转流量). It keeps the bucket's scope. */
  readonly carried: boolean;
  readonly opened: WallMs;
  /** The first instant at which it cannot be drawn any more. */
  readonly expires: WallMs;
  /** What it held when it was opened; absent: without a limit. */
  readonly held?: bigint;
  /** What of it was there when the running cycle began; absent for what was opened in it. */
  readonly begun?: bigint;
  /** Absent: without a limit. */
  readonly left?: bigint;
  /** Carried over a suspension that has not ended: not drawn before service is back. */
  readonly dormant?: true;
}

/** `plan`, `plan (carried)`: one name for each balance of a plan at one instant, but for packs bought twice. */
export const balanceName = ({ bucket, carried }: Balance): string => (carried ? `${bucket.id} (carried)` : bucket.id);
