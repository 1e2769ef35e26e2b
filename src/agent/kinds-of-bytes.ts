import { both, type Amount } from "../meter/amount.ts";
import { tagKey, type Tags } from "../meter/tags.ts";
import type { Usage } from "../plan/usage.ts";
import type { WallMs } from "../base/instant.ts";
import { defined } from "../base/defined.ts";

/** Bytes of which the same is known. */
export interface KindOfBytes extends Amount {
  readonly tags?: Tags | undefined;
}

/** Bytes of one slot. */
export interface SlotUse extends KindOfBytes {
  readonly hour: WallMs;
}

/** Each kind one time, in the order in which a book keeps the kinds of one hour: untagged bytes first, then by their keys. */
export function eachKind(pieces: Iterable<KindOfBytes>): readonly KindOfBytes[] {
  const kinds = new Map<string, KindOfBytes>();
  for (const { up, down, tags } of pieces) {
    const key = tagKey(tags);
    const before = kinds.get(key);
    kinds.set(key, { tags, up: (before?.up ?? 0n) + up, down: (before?.down ?? 0n) + down });
  }
  return [...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

/** As plans rate them. */
export const usageOf = (at: WallMs, kind: KindOfBytes): Usage =>
  defined({
    at,
    bytes: both(kind),
    destination: kind.tags?.destination,
    areas: kind.tags?.areas,
    rat: kind.tags?.rat,
  });
