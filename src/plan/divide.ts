import { WallMs } from "../base/instant.ts";
import type { Books } from "./books.ts";
import type { Window } from "./scope.ts";
import type { Usage } from "./usage.ts";
import { daysAfter } from "./cycle.ts";
import { instantOf, localTime } from "./zone.ts";

/**
 * Usage in pieces of which each lies in one cycle and on one side of every window, its bytes spread evenly over its time;
 * whole where the plan books it at its start. The pieces' bytes are together the usage's.
 */
export function divide(usage: Usage, books: Books): readonly Usage[] {
  const { until } = usage;
  if (books.plan.readings.overBoundary === "at-start" || until === undefined || until <= usage.at) return [usage];
  const edges = edgesBetween(usage.at, until, books);
  const share = (to: WallMs): bigint => (usage.bytes * BigInt(to - usage.at)) / BigInt(until - usage.at);
  return [usage.at, ...edges].map((at, index) => {
    const to = edges[index] ?? until;
    return { ...usage, at, until: to, bytes: share(to) - share(at) };
  });
}

function edgesBetween(from: WallMs, to: WallMs, { plan, cycle, packs }: Books): readonly WallMs[] {
  const { zone } = plan.cycle;
  const windows = [...plan.buckets, ...packs].flatMap(({ scope }) => scope.window ?? []);
  const days = Array.from({ length: Math.ceil((to - from) / 86_400_000) + 2 }, (_, n) =>
    daysAfter(localTime(from, zone), n),
  );
  const minutes = windows.flatMap((window: Window) => [window.from, window.to]);
  const edges = days.flatMap((day) =>
    minutes.map((minute) => instantOf({ ...day, hour: Math.floor(minute / 60), minute: minute % 60 }, zone)),
  );
  const inside = [...edges, cycle.to].filter((edge) => edge > from && edge < to);
  return [...new Set(inside)].toSorted((a, b) => a - b).map(WallMs);
}
