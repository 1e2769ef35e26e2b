import type { WallMs } from "../base/instant.ts";
import type { BookId } from "../meter/book-id.ts";
import type { Cursor } from "../meter/cursor.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { Log } from "../ports/log.ts";
import { UplinkCount, type UplinkListener } from "./uplink-count.ts";
import type { WatchedUplinks } from "./watched-uplinks.ts";
import type { WritingUnderWay } from "./writing-under-way.ts";

export interface MeteredPorts {
  readonly interfaces: Interfaces;
  readonly ledger: Ledger;
  readonly watched: WatchedUplinks;
  readonly log: Log;
}

export interface MeteredBook {
  readonly writing: WritingUnderWay;
  readonly book: () => BookId;
  readonly hour: () => WallMs | undefined;
  readonly checkpoint: () => void;
}

/** An interface whose bytes go into the card's book. `foreign`: the books were written elsewhere, no cursor of there means anything. */
export function meteredUplink(
  { interfaces, ledger, watched, log }: MeteredPorts,
  { writing, book, hour, checkpoint }: MeteredBook,
  { name, first, foreign }: { readonly name: string; readonly first: boolean; readonly foreign: boolean },
  listener: UplinkListener,
): UplinkCount {
  // What an interface holds that was never seen to be absent is history of others, unless damage to the books has
  // taken what was known of it, or it was looked for before and was not there.
  const mayBeOld = first && (foreign || (ledger.damage() === undefined && !watched.before(name)));
  const keeper = {
    checkpoint,
    begin: (from: Cursor) => writing.hold(ledger.begin(ledger.lastBook() ?? book(), from)),
    rebase: (base: Cursor, why: string) => writing.hold(ledger.rebase(book(), base, hour(), why)),
  };
  const start = { name, cursor: first && (foreign || watched.left(name)) ? undefined : ledger.cursor(name), mayBeOld };
  return new UplinkCount({ counters: interfaces.counters(name), log }, start, keeper, listener);
}
