import { WallMs } from "../base/instant.ts";
import { type Disowned, isDisowned } from "../time/disowned.ts";
import type { Book } from "./book.ts";

/** The latest hour that anything was booked into by a right clock; undefined in new books. */
export function lastHourIn(books: Iterable<Book>, disowned: readonly Disowned[]): WallMs | undefined {
  let latest: number | undefined;
  for (const book of books)
    for (const { hour } of book.hours.latestFirst()) {
      if (isDisowned(disowned, hour)) continue;
      latest = Math.max(latest ?? hour, hour);
      break;
    }
  return latest === undefined ? undefined : WallMs(latest);
}

/** From the first to the last hour of after an instant that anything was booked into, disowned ones left out. */
export function spanAfter(
  books: readonly Book[],
  disowned: readonly Disowned[],
  instant: WallMs,
): Disowned | undefined {
  const last = lastHourIn(books, disowned);
  if (last === undefined || last <= instant) return undefined;
  let first: number = last;
  for (const book of books)
    for (const { hour } of book.hours.latestFirst()) {
      if (hour <= instant) break;
      if (!isDisowned(disowned, hour)) first = Math.min(first, hour);
    }
  return { from: WallMs(first), to: last };
}
