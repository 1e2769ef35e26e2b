import { type Duration } from "../base/duration.ts";
import type { WallMs } from "../base/instant.ts";
import type { StoreOp } from "../ports/store.ts";
import { storedBytes } from "./examination.ts";
import { type JournalEntry, readBody, splitText } from "./journal-entry.ts";
import { placeOfKey } from "./journal-head.ts";

export interface JournalBounds {
  /** What is older goes, and a tenth more with it; nothing goes by its age while the time is not known. */
  readonly retention: Duration;
  /** Of keys and values; beyond it the oldest tenth goes. */
  readonly maxBytes: number;
}

/** The entries that go, and what has to be known of them afterwards. */
export interface Pruned {
  readonly ops: readonly StoreOp[];
  readonly from: number;
  readonly to: number;
  /** Of entries; the checkpoint of before is none. */
  readonly count: number;
  /** Taken away before. */
  readonly countBefore: number;
  /** Hash of the last one. */
  readonly last: string;
  readonly bytes: number;
  readonly why: "age" | "size";
  /** As far as they could be read. */
  readonly entries: readonly JournalEntry[];
}

/** The rows of a chain, ascending; `end`: its last entry, which stays. */
export interface PruneRequest extends JournalBounds {
  readonly rows: AsyncIterable<readonly [key: string, text: string]>;
  readonly end: number;
  readonly bytes: number;
  /** The trusted time. */
  readonly now: WallMs | undefined;
}

/** In one batch: the rest waits for the next time. */
const MOST_ROWS = 4_000;
/** Of age and size, what is left after a cut. */
const KEPT_SHARE = 0.9;

/** Which of the oldest entries go now; undefined when none does. Entries written at an unknown time go with the next one whose time was known. */
export async function prunable({
  rows,
  end,
  bytes,
  now,
  retention,
  maxBytes,
}: PruneRequest): Promise<Pruned | undefined> {
  const target = bytes > maxBytes ? Math.floor(maxBytes * KEPT_SHARE) : Infinity;
  const seen: {
    readonly key: string;
    readonly size: number;
    readonly hash: string;
    readonly entry: JournalEntry | undefined;
  }[] = [];
  let [left, goes] = [bytes, 0];
  let why: Pruned["why"] = "age";
  for await (const [key, text] of rows) {
    const place = placeOfKey(key);
    if (place === undefined || place.seq >= end || seen.length >= MOST_ROWS) break;
    const stored = splitText(text);
    const entry = stored && readBody(stored.body);
    const size = storedBytes(key, text);
    seen.push({ key, size, hash: stored?.hash ?? "", entry });
    const age = entry?.trusted === true && now !== undefined ? now - entry.at.wall : 0;
    // A tenth more than it must be, or every day would have its cut, and every cut its entry.
    const old: boolean = age > retention || (goes > 0 && why === "age" && age > KEPT_SHARE * retention);
    // A checkpoint was written at the time of its cut: it says nothing of the age of what follows it.
    const young = entry?.trusted === true && !old && entry.what !== "checkpoint";
    if (left > target) [goes, why] = [seen.length, old ? "age" : "size"];
    else if (old) [goes, why] = [seen.length, "age"];
    else if (young) break;
    left -= size;
  }
  const gone = seen.slice(0, goes);
  const last = gone.at(-1);
  const [cut] = gone;
  const entries = gone.flatMap(({ entry }) => (entry === undefined || entry.what === "checkpoint" ? [] : [entry]));
  const to = last && placeOfKey(last.key)?.seq;
  // A checkpoint alone is cut already.
  if (last === undefined || to === undefined || entries.length === 0) return undefined;
  const before = cut?.entry?.what === "checkpoint" ? cut.entry.fields["count"] : 0;
  return {
    ops: gone.map(({ key }) => ({ del: key })),
    from: entries[0]?.seq ?? to,
    to,
    count: entries.length,
    countBefore: typeof before === "number" ? before : 0,
    last: last.hash,
    bytes: gone.reduce((sum, { size }) => sum + size, 0),
    why,
    entries,
  };
}
