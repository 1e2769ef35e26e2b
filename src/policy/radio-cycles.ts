import { Hours } from "../base/duration.ts";
import type { WallMs } from "../base/instant.ts";
import { allowedAt, type Cap } from "./cap.ts";

/** GSMA TS.34: a device that is refused for good resets no more than once an hour; a day of it is enough for any carrier. */
const CAP: Cap = { apart: Hours(1), perDay: 4 };

/** When the radio was off and on against a refusal, the newest first; plain data, kept over restarts. */
export type RadioCycles = readonly WallMs[];

export const withCycle = (cycles: RadioCycles, now: WallMs): RadioCycles => [now, ...cycles].slice(0, CAP.perDay);

/**
 * The same for what good news alone hasten: the last one of a day stays with the schedule, and with whoever stands there and asks, or a
 * morning of messages would have the card that comes back at noon looked at tomorrow.
 */
export const hastenedCycleAllowedAt = (cycles: RadioCycles, now: WallMs, bornAt: WallMs): WallMs =>
  allowedAt(cycles, { ...CAP, perDay: CAP.perDay - 1 }, now, bornAt);

/** When the next one is allowed, to the schedule and to whoever asks. */
export const cycleAllowedAt = (cycles: RadioCycles, now: WallMs, bornAt: WallMs): WallMs =>
  allowedAt(cycles, CAP, now, bornAt);
