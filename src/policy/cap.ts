import { Days, type Duration } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";

/** At least so long from one to the next, and so many in a day. */
export interface Cap {
  readonly apart: Duration;
  readonly perDay: number;
}

/** What the clock holds to be still to come was before it was set back, nobody knows when: it counts as of this program's start. */
export const asPast = (at: WallMs, now: WallMs, bornAt: WallMs): WallMs => (at > now ? bornAt : at);

/** When the next one is allowed, after those that were done, in any order: `now` or later. */
export function allowedAt(done: readonly WallMs[], { apart, perDay }: Cap, now: WallMs, bornAt: WallMs): WallMs {
  const newestFirst = done.map((at) => asPast(at, now, bornAt)).toSorted((one, other) => other - one);
  const [newest] = newestFirst;
  const oldest = newestFirst[perDay - 1];
  const waits = [
    ...(newest === undefined ? [] : [wallAfter(newest, apart)]),
    ...(oldest === undefined ? [] : [wallAfter(oldest, Days(1))]),
  ];
  return waits.reduce((latest, at) => (at > latest ? at : latest), now);
}
