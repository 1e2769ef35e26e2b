import { WallMs } from "../base/instant.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import type { Book } from "./book.ts";
import { packOp } from "./hour-pack.ts";
import type { HourRow } from "./hour-table.ts";
import { below, hourKey, packKey, tableRoots } from "./ledger-keys.ts";

export interface PackingSizes {
  /** Rows in one pack; one hour's are never divided. */
  readonly pack: number;
  /** Fewer rows are not worth a pack. */
  readonly leastPacked: number;
}

/**
 * Puts the hours before an instant, those that are in no pack yet, together. Each pack is a batch of its own with the
 * records that it takes the place of, so a kill between two of them loses nothing. What changes in a packed hour later
 * is a record again, which stands above the pack until its hour is closed. Returns how many rows were packed.
 *
 * The base keeps its hours apart: it is read when a pack proves to be damaged.
 */
export async function packHours(
  { store, stopping }: { readonly store: Store; readonly stopping: () => boolean },
  { id, hours }: Book,
  before: WallMs,
  sizes: PackingSizes,
): Promise<number> {
  const roots = tableRoots(id);
  let packed = 0;
  while (!stopping()) {
    const from = hours.packedBefore;
    const end = endOf(hours.rows(from, before), sizes.pack);
    if (end === undefined || hours.rowsBefore(before) - hours.rowsBefore(from) < sizes.leastPacked) break;
    const keys: string[] = [];
    for await (const [key] of store.range(hourKey(roots.hours, from), hourKey(roots.hours, end))) keys.push(key);
    // From here to the write nothing else runs: no row changes between what is packed and what is deleted.
    const rows = hours.columns(from, end);
    const ops: StoreOp[] = keys.map((del) => ({ del }));
    if (rows.hours.length > 0) ops.push(packOp(roots, rows));
    hours.packedBefore = end;
    await store.write(ops);
    packed += rows.hours.length;
  }
  return packed;
}

/** After the hour in which there are so many rows, or the last one; undefined without any. */
function endOf(rows: Iterable<HourRow>, most: number): WallMs | undefined {
  let count = 0;
  let end: WallMs | undefined;
  for (const { hour } of rows) {
    if (count >= most && end !== undefined && hour >= end) break;
    count += 1;
    end = WallMs(hour + 1);
  }
  return end;
}

/** Records of hours before an instant, and the packs that hold no later ones. */
export async function* recordsBefore(store: Store, { id, hours }: Book, before: WallMs): AsyncGenerator<string> {
  const roots = tableRoots(id);
  for await (const [key] of store.range(below(roots.hours)[0], hourKey(roots.hours, before))) yield key;
  let held: string | undefined;
  for await (const [key] of store.range(below(roots.packed)[0], packKey(roots, before))) {
    if (held !== undefined) yield held;
    held = key;
  }
  if (held !== undefined && hours.packedBefore <= before) yield held;
}
