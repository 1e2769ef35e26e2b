import { Days } from "../base/duration.ts";
import { isoInstant, type WallMs } from "../base/instant.ts";
import { NEVER } from "../plan/cycle.ts";
import type { Forecast } from "../plan/forecast/forecast.ts";
import type { Standing } from "../plan/standing.ts";

/** A forecast, and what was left of the quota when it was made. */
export interface Outlook {
  readonly forecast: Forecast;
  readonly left: bigint;
}

/** What is left does not last to the cycle's end. */
export interface PaceReach {
  readonly line: "conserve" | "essential";
  readonly text: string;
  readonly until: WallMs;
}

/** What is going to be used, in parts of what is left: from where on it is too much, and from where down it is no longer. */
const CONSERVE = { enter: 1.1, leave: 1 } as const;
const ESSENTIAL = { enter: 2, leave: 1.5 } as const;
/** Without a forecast: so much faster than the cycle, and so far ahead of it, once a part of it is over. */
const AHEAD = { enter: 1.5, leave: 1.25, margin: 0.1 } as const;
const YOUNG = { share: 0.1, time: Days(2) } as const;

/**
 * Whether the pace is too fast. Two witnesses: the used share against the share of the cycle that is over, and the forecast
 * with its range. A forecast that rests on less than a week never asks for `essential`, and for `conserve` only where even its
 * low end is too much; one that rests on hours is not listened to. `before`: what held until now, because a line is left lower than
 * it is entered. Undefined: it lasts, or nobody can say.
 */
export function paceReach(
  { quota, remaining = 0n, used, cycle, pooled }: Standing,
  outlook: Outlook | undefined,
  before: PaceReach["line"] | undefined,
  now: WallMs,
): PaceReach | undefined {
  if (quota === undefined || quota <= 0n || remaining <= 0n || cycle.to === NEVER || pooled === true) return undefined;
  const over = Math.min(1, Math.max(0, (now - cycle.from) / (cycle.to - cycle.from)));
  const share = Number(((quota - remaining) * 10_000n) / quota) / 10_000;
  const shares = `${percent(share)} of the quota is used after ${percent(over)} of the cycle`;
  const seen = foreseen(outlook, cycle.from);
  if (seen === undefined) {
    const young = over < YOUNG.share || now - cycle.from < YOUNG.time;
    const line = before === undefined ? over * AHEAD.enter + AHEAD.margin : over * AHEAD.leave;
    if (young || share < line) return undefined;
    return { line: "conserve", text: `${shares}: faster than the cycle passes (${used} bytes)`, until: cycle.to };
  }
  const { low, likely, sure, told } = seen;
  const held = (line: PaceReach["line"]): boolean => before === line || before === "essential";
  const essential = held("essential") ? likely >= ESSENTIAL.leave : low >= 1 && likely >= ESSENTIAL.enter;
  const conserve = held("conserve")
    ? likely >= CONSERVE.leave
    : likely >= CONSERVE.enter && (low >= 1 || (sure && share >= over));
  const line = sure && essential ? "essential" : conserve ? "conserve" : undefined;
  return line === undefined ? undefined : { line, text: `${shares}; ${told}`, until: cycle.to };
}

interface Foreseen {
  /** In parts of what is left. */
  readonly low: number;
  readonly likely: number;
  /** Every weekday was seen. */
  readonly sure: boolean;
  readonly told: string;
}

/** Undefined for a forecast of another cycle, and for one that would be a guess. */
function foreseen(outlook: Outlook | undefined, cycleFrom: WallMs): Foreseen | undefined {
  if (outlook === undefined) return undefined;
  const { forecast, left } = outlook;
  const { total, used, ground, runOut, cycle } = forecast;
  if (cycle.from !== cycleFrom || total === undefined || left <= 0n) return undefined;
  if (ground === "nothing" || ground === "hours") return undefined;
  const toCome = { low: total.low - used, likely: total.likely - used, high: total.high - used };
  const of = (bytes: bigint): number => Number(bytes) / Number(left);
  const { earliest, likely, latest } = runOut ?? {};
  const when =
    likely === undefined
      ? ""
      : `, used up about ${isoInstant(likely)} (between ${earliest === undefined ? "then" : isoInstant(earliest)} and ${
          latest === undefined ? "the cycle's end" : isoInstant(latest)
        })`;
  return {
    low: of(toCome.low),
    likely: of(toCome.likely),
    sure: ground !== "days",
    told: `${toCome.likely} bytes more are likely to its end (${toCome.low} to ${toCome.high}), ${left} were left${when}`,
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
