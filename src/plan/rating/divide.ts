import { WallMs } from "../../base/instant.ts";
import type { Books } from "./books.ts";
import type { Usage } from "../usage.ts";
import { nextMinuteOfDay } from "../zone.ts";

/** The first part of some usage, and what follows it; absent: nothing does. */
export interface Divided<U extends Usage> {
  readonly first: U;
  readonly rest?: U;
}

/**
 * Usage up to where something else may be drawn: the end of a cycle, of a window, of a balance, or what `before` says.
 * Its bytes are spread evenly over its time; whole where the plan books it at its start. The parts are together the whole.
 */
export function divide<U extends Usage>(usage: U, books: Books, before: number = Infinity): Divided<U> {
  const { at, until } = usage;
  if (until === undefined || until <= at || books.plan.readings.overBoundary === "at-start") return { first: usage };
  const edge = Math.min(edgeAfter(at, until, books), before > at ? before : Infinity);
  if (edge >= until) return { first: usage };
  // Of the whole and not of what is left: the parts do not depend on how many there are.
  const whole = usage.whole ?? { from: at, bytes: usage.bytes };
  const { from, bytes } = whole;
  const shareUpTo = (to: number): bigint => (bytes * BigInt(to - from)) / BigInt(until - from);
  const first = shareUpTo(edge) - shareUpTo(at);
  return {
    first: { ...usage, until: WallMs(edge), bytes: first },
    rest: { ...usage, at: WallMs(edge), bytes: usage.bytes - first, whole },
  };
}

function edgeAfter(at: WallMs, until: WallMs, { plan, cycle, balances }: Books): number {
  let edge: number = cycle.to;
  for (const { bucket, opened, expires } of balances) {
    if (opened > at) edge = Math.min(edge, opened);
    edge = Math.min(edge, expires);
    const { window } = bucket.scope;
    if (window === undefined) continue;
    edge = Math.min(edge, nextMinuteOfDay(window.from, at, until, plan.cycle.zone));
    edge = Math.min(edge, nextMinuteOfDay(window.to, at, until, plan.cycle.zone));
  }
  return edge;
}
