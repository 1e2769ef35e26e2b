import type { StoreReader } from "../ports/store-place.ts";
import { openCopy } from "./level-copy.ts";
import { pagedRange, readPage } from "./level-range.ts";

export interface StoreCopy extends StoreReader {
  close(): Promise<void>;
}

/** A copy of a store that no agent holds, for reading: opening the store itself would write to it. Undefined when it cannot be read. */
export async function readStoreCopy(directory: string): Promise<StoreCopy | undefined> {
  const database = await openCopy(directory);
  return (
    database && {
      get: (key) => database.get(key),
      range: (from, to, options) =>
        pagedRange((request) => readPage(database, () => undefined, request), from, to, options),
      close: () => database.close(),
    }
  );
}
