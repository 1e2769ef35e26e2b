import { type Duration, Millis } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";

/** The present by both clocks; `trusted`: whether the wall's may be gone by. */
export interface Moment {
  readonly wall: WallMs;
  readonly trusted: boolean;
  readonly mono: MonoMs;
}

/** A moment that is kept: the monotonic clock's word is of one boot, the wall's stands only where it was trusted. */
export interface KeptMoment {
  readonly mono?: MonoMs;
  readonly wall?: WallMs;
}

export const keptMoment = ({ wall, trusted, mono }: Moment): KeptMoment => (trusted ? { mono, wall } : { mono });

/** As long as either clock can vouch for; a wall clock that went back vouches for nothing. */
export function since(from: KeptMoment, now: Moment): Duration {
  const mono = from.mono === undefined ? 0 : now.mono - from.mono;
  const wall = from.wall === undefined || !now.trusted ? 0 : now.wall - from.wall;
  return Millis(Math.max(0, mono, wall));
}

/** Of another boot the wall's word is all that is left; where there is none either, it begins now. */
export const afterBoot = ({ wall }: KeptMoment, now: Moment): KeptMoment => {
  const { mono } = now;
  return wall === undefined ? { mono } : { mono, wall };
};
