/**
 * The two-slot file beside the store: what it says, LevelDB cannot lose.
 * Slots are written in turn, each whole and synced, so that a torn write leaves the other one.
 */
export interface WitnessSlots {
  /** Both slots' bytes as they lie on the disk, whatever they are; `absent` when the file does not exist. */
  read(): Promise<readonly [Uint8Array, Uint8Array] | "absent">;
  /** Writes and syncs one slot. `refused` when the disk does not take it. */
  write(slot: 0 | 1, bytes: Uint8Array): Promise<"durable" | "refused">;
}

/** The witness files of all books. */
export interface Witnesses {
  slots(book: string): WitnessSlots;
  /**
   * The books that have a witness file; `wanted` says which names can be a book's. `others` counts everything else that
   * lies there: other names, directories, links, more files than any device has cards. Throws Fault `store-unusable`
   * when the place is no directory.
   */
  list(wanted: (name: string) => boolean): Promise<{ readonly books: readonly string[]; readonly others: number }>;
}
