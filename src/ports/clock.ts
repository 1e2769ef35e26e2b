import type { Duration } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";

export type Cancel = () => void;

export interface Clock {
  /** The system's idea of the time. Not to be trusted by itself: see `time/`. */
  wallMs(): WallMs;
  /** Monotonic; runs on while the device sleeps where the kernel offers that. */
  monoMs(): MonoMs;
  /** Runs once after the delay, of any length. Returns its own undo, which may be called at any time. */
  after(delay: Duration, run: () => void): Cancel;
}
