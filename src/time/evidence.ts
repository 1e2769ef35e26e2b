import { Days, type Duration, Seconds } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";

/** Why a source was not believed. */
export type RefusedTime =
  /** The year in which modems begin when they know nothing: 1970, 1980, 2000, 2004. */
  | "modem-default"
  | "before-floor"
  | "too-far-ahead"
  /** A clock synchronisation that does not belong to this boot by the clock as it stands: the clock was moved since. */
  | "sync-before-boot"
  | "sync-in-the-future"
  | "sync-before-last-look"
  /** The same source said otherwise before; believed when it is repeated. */
  | "contradicts"
  /** Far from a clock that may be right, and heard once only; believed when it is repeated. */
  | "unconfirmed"
  /** A better source says otherwise. */
  | "outranked";

// A two-digit year (`+CCLK: "80/01/06"`, 3GPP TS 27.007 8.15) may be read a century too late: 2070, 2080.
const DEFAULT_YEARS: readonly number[] = [1970, 1980, 2000, 2004, 2070, 2080];
const FUTURE_LIMIT: Duration = Days(20 * 365.25);
const SLACK: Duration = Seconds(2);

/** Why network time cannot be right; undefined when it can. */
export function judgeNetworkTime(instant: WallMs, floor: WallMs): RefusedTime | undefined {
  const early = instant < floor;
  if (!early && instant <= floor + FUTURE_LIMIT) return undefined;
  if (DEFAULT_YEARS.includes(new Date(instant).getUTCFullYear())) return "modem-default";
  return early ? "before-floor" : "too-far-ahead";
}

/**
 * Why a clock synchronisation does not vouch for the clock as it stands now; undefined when it does. The mark holds the
 * system's time, so by a clock that nobody moved since it lies within this boot, and, if it was not there at the
 * last look, after that look. systemd-timesyncd touches its mark right after it set the clock.
 */
export function judgeSync(
  sync: WallMs,
  now: { readonly wall: WallMs; readonly mono: MonoMs },
  lastLook: MonoMs | undefined,
  built: WallMs,
): RefusedTime | undefined {
  const age = now.wall - sync;
  if (now.wall < built) return "before-floor";
  if (age + SLACK < 0) return "sync-in-the-future";
  if (age > now.mono + SLACK) return "sync-before-boot";
  if (lastLook !== undefined && age > now.mono - lastLook + SLACK) return "sync-before-last-look";
  return undefined;
}
