import type { Store } from "./store.ts";

/** Why the store is not opened although nothing is damaged. Nothing was changed. */
export type StoreRefusal =
  | { readonly kind: "locked"; readonly path: string }
  | { readonly kind: "unwritable"; readonly path: string; readonly found: string }
  | { readonly kind: "newer"; readonly path: string; readonly schema: number; readonly known: number }
  | { readonly kind: "unusable"; readonly path: string; readonly found: string }
  /** A directory where a file is expected, or something like it. */
  | { readonly kind: "misplaced"; readonly path: string; readonly found: string; readonly wanted: string };

export type StoreOpening =
  | {
      readonly kind: "open";
      readonly store: Store;
      /** No database was there. */
      readonly fresh?: true;
      /** The database opened and says that it left something out, in its own words: a reason to look at everything. */
      readonly leftOut?: string;
      /** A sentence, when the place shows that there was a database here, and there is none. */
      readonly begunAnew?: string;
    }
  /** There is a database, and it will not open. */
  | { readonly kind: "damaged"; readonly found: string }
  | StoreRefusal;

export type StoreReader = Pick<Store, "get" | "range">;

export interface SalvagedStore {
  readonly path: string;
  readonly reader: StoreReader;
}

/** Where the store lies: opened at start, set aside when it proves to be damaged. */
export interface StorePlace {
  open(): Promise<StoreOpening>;
  /**
   * Closes the store and gives its directory a dated name; resolves to that name. Nothing is overwritten. Throws Fault
   * `store-unusable`.
   */
  setAside(): Promise<string>;
  /**
   * What can still be read of the directories that were set aside, the newest first, each from a copy, so that
   * reading changes no evidence. A reader is good until the next one is asked for.
   */
  salvage(): AsyncIterable<SalvagedStore>;
  /** Removes what was set aside but the newest; resolves to what was removed. What cannot be removed stays. */
  removeOldest(keep: number): Promise<readonly string[]>;
}
