import type { WallMs } from "../base/instant.ts";
import type { BookId } from "./book-id.ts";
import type { Stamp } from "./stamp.ts";

/** Everything under these belongs to the books; whatever else the store holds is carried over as it is. */
export const LEDGER_FAMILIES = ["ledger", "hours", "pending", "snapshot", "cursor", "damage"] as const;
export type LedgerFamily = (typeof LEDGER_FAMILIES)[number];

/** [from, to) of everything below a path: `0` is the character after `/`. */
export const below = (path: string): readonly [from: string, to: string] => [`${path}/`, `${path}0`];

export const entryKey = (book: BookId, seq: number): string => `ledger/${book}/${String(seq).padStart(12, "0")}`;
export const hourKey = (book: BookId, hour: WallMs): string => `hours/${book}/${String(hour).padStart(15, "0")}`;
export const snapshotKey = (book: BookId, generation: "a" | "b"): string => `snapshot/${book}/${generation}`;
export const cursorKey = (interfaceName: string): string => `cursor/${interfaceName}`;
export const pendingKey = (book: BookId, piece: string): string => `pending/${book}/${piece}`;
/** The damage that nobody has acknowledged yet. */
export const DAMAGE_KEY = "damage/open";
export const damagePastKey = (since: WallMs): string => `damage/past/${String(since).padStart(15, "0")}`;
/** Present while a new database is being filled from a damaged one. */
export const CARRYING_KEY = "meta/carrying";

/**
 * Bytes that wait for a trusted time are kept per boot and hour of that boot: fine enough to be settled into hours,
 * coarse enough that a month without any time source is some 700 records.
 */
export const pieceOf = (stamp: Stamp): string =>
  `${stamp.bootId}/${String(Math.max(0, Math.floor(stamp.mono / 3_600_000))).padStart(9, "0")}`;
