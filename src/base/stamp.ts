import type { MonoMs, WallMs } from "./instant.ts";

/** When something was written down, on both clocks; which of them is to be believed is decided later. */
export interface Stamp {
  /** As read, trusted or not. */
  readonly wall: WallMs;
  readonly bootId: string;
  readonly mono: MonoMs;
}
