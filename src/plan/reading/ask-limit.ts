import { type Duration, Hours } from "../../base/duration.ts";
import { type WallMs, wallAfter } from "../../base/instant.ts";

/** A message that was sent to ask, by a person or by the device itself. */
export interface Ask {
  readonly at: WallMs;
  readonly by: "hand" | "self";
}

/** A person's questions: each may cost money, and a script in a loop must not empty the account. */
const [MOST_BY_HAND, WITHIN] = [3, Hours(1)];
/** The device by itself, however often it is told to. */
export const LEAST_INTERVAL: Duration = Hours(6);

/** Undefined: it may ask now; else from when on. Questions that lie far in the future were asked under a wrong clock and do not count. */
export function askLimit(
  asks: readonly Ask[],
  by: Ask["by"],
  now: WallMs,
  interval = LEAST_INTERVAL,
): WallMs | undefined {
  const pause = interval > LEAST_INTERVAL ? interval : LEAST_INTERVAL;
  const span = by === "self" ? pause : WITHIN;
  const counted = asks.filter(({ at }) => at <= wallAfter(now, span));
  const last = by === "self" ? counted.at(-1) : counted.filter((ask) => ask.by === "hand").at(-MOST_BY_HAND);
  const next = last === undefined ? now : wallAfter(last.at, span);
  return next > now ? next : undefined;
}
