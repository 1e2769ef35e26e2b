import type { WallMs } from "../base/instant.ts";
import type { Standing } from "../plan/standing.ts";
import { isStricter, type Level } from "./level.ts";
import type { Wish } from "./reason.ts";

/** The strictest level that the share of the quota has asked for in one cycle. Plain JSON. */
export interface ShareLatch {
  readonly cycleFrom: WallMs;
  readonly level: Level;
  /** The highest quota that it stood under; decimal. */
  readonly quota: string;
  /** What was bought and stated: another one is judged anew. */
  readonly plan: string;
}

/** A correction of the clock may lead back over a cycle's end; what held there must still hold. */
const CYCLES_KEPT = 4;

/**
 * A level by share stays to the cycle's end: a figure that is corrected downwards, or a reserve that is learned to be smaller, opens
 * nothing that a line has closed. A higher quota, or another plan, is judged anew. `own`: what the share asks for now.
 */
export function latchShare(
  latches: readonly ShareLatch[],
  own: Wish,
  standing: Standing | undefined,
  plan: string,
): { readonly wish: Wish; readonly latches: readonly ShareLatch[] } {
  // What a person states of the card itself is taken back by a word, and what he tells of a pool lifts the share's lines.
  if (standing?.quota === undefined || standing.cancelled === true || standing.pooled === true)
    return { wish: own, latches };
  const { quota, cycle } = standing;
  const found = latches.find(({ cycleFrom }) => cycleFrom === cycle.from);
  const before = found !== undefined && found.plan === plan && quota <= BigInt(found.quota) ? found : undefined;
  const holds = before !== undefined && isStricter(before.level, own.level);
  const level = holds ? before.level : own.level;
  const wish = holds ? { ...own, ...latchedWords(before.level, own), until: cycle.to } : own;
  if (before?.level === level) return { wish, latches };
  const others = latches.filter((one) => one !== found);
  if (level === "normal") return { wish, latches: found === undefined ? latches : others };
  const latch: ShareLatch = { cycleFrom: cycle.from, level, quota: before?.quota ?? String(quota), plan };
  return { wish, latches: [latch, ...others].slice(0, CYCLES_KEPT) };
}

const latchedWords = (level: Level, own: Wish): Pick<Wish, "level" | "code" | "text"> => ({
  level,
  code: level === "conserve" ? "conserve-share" : level === "essential" ? "essential-share" : "reserve-reached",
  text: `${level} was reached in this cycle and holds to its end; now: ${own.text}`,
});
