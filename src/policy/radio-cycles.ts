import { Days, type Duration, Hours } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";

/** GSMA TS.34: a device that is refused for good resets no more than once an hour; a day of it is enough for any carrier. */
const APART: Duration = Hours(1);
const MOST_A_DAY = 4;

/** When the radio was off and on against a refusal, the newest first; plain data, kept over restarts. */
export type RadioCycles = readonly WallMs[];

export const withCycle = (cycles: RadioCycles, now: WallMs): RadioCycles => [now, ...cycles].slice(0, MOST_A_DAY);

/**
 * When the next one is allowed, whoever asks for it: `now` or later. What the clock holds to be still to come was done before it was
 * set back, nobody knows when: it counts as done when this program was started, `bornAt`.
 */
export function cycleAllowedAt(cycles: RadioCycles, now: WallMs, bornAt: WallMs): WallMs {
  const done = cycles.map((at) => (at > now ? bornAt : at)).toSorted((one, other) => other - one);
  const [last] = done;
  const first = done[MOST_A_DAY - 1];
  const waits = [
    ...(last === undefined ? [] : [wallAfter(last, APART)]),
    ...(first === undefined ? [] : [wallAfter(first, Days(1))]),
  ];
  return waits.reduce((latest, at) => (at > latest ? at : latest), now);
}
