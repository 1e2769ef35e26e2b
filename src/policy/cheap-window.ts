import { WallMs } from "../base/instant.ts";
import type { Books } from "../plan/rating/books.ts";
import { outside } from "../plan/scope.ts";
import { nextMinuteOfDay } from "../plan/zone.ts";

/** Hours of the day for which data was bought apart (闲时流量). */
export interface CheapWindow {
  /** One is open at present. */
  readonly open: boolean;
  /** Of the open one its end, else when the next one opens. */
  readonly turns: WallMs;
}

/** Of windows of which something is left for any destination; undefined: none opens any more in this cycle. */
export function cheapWindow({ plan, balances, cycle }: Books, now: WallMs): CheapWindow | undefined {
  const { zone } = plan.cycle;
  const windows = balances.flatMap(({ bucket: { scope }, opened, expires, left, dormant }): readonly CheapWindow[] => {
    const { window, destination } = scope;
    if (window === undefined || destination !== undefined || left === 0n || dormant === true) return [];
    if (opened > now || expires <= now) return [];
    const until = WallMs(Math.min(expires, cycle.to));
    const open = outside({ window }, { at: now }, zone, plan.readings) === undefined;
    const turns = nextMinuteOfDay(open ? window.to : window.from, now, until, zone);
    if (open) return [{ open, turns: WallMs(Math.min(turns, until)) }];
    return Number.isFinite(turns) ? [{ open, turns: WallMs(turns) }] : [];
  });
  const inOrder = windows.toSorted((one, other) => one.turns - other.turns);
  return inOrder.findLast(({ open }) => open) ?? inOrder[0];
}
