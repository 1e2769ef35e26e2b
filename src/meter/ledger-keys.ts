import type { WallMs } from "../base/instant.ts";
import type { BookId } from "./book-id.ts";
import type { Stamp } from "../base/stamp.ts";
import { tagKey, type Tags } from "./tags.ts";

/** Everything under these belongs to the books; whatever else the store holds is carried over as it is. */
export const LEDGER_FAMILIES = [
  "ledger",
  "hours",
  "packed",
  "pending",
  "base",
  "snapshot",
  "cursor",
  "damage",
] as const;
export type LedgerFamily = (typeof LEDGER_FAMILIES)[number];

/** [from, to) of everything below a path: `0` is the character after `/`. */
export const below = (path: string): readonly [from: string, to: string] => [`${path}/`, `${path}0`];

export const entryKey = (book: BookId, seq: number): string => `ledger/${book}/${String(seq).padStart(12, "0")}`;
export const snapshotKey = (book: BookId, generation: "a" | "b"): string => `snapshot/${book}/${generation}`;
export const cursorKey = (interfaceName: string): string => `cursor/${interfaceName}`;

/** Below which keys the hours and the pending bytes of a book lie. */
export interface TableRoots {
  readonly hours: string;
  /** Older hours, many in one record. */
  readonly packed: string;
  readonly pending: string;
}

/** As they are now. */
export const tableRoots = (book: BookId): TableRoots => ({
  hours: `hours/${book}`,
  packed: `packed/${book}`,
  pending: `pending/${book}`,
});
/** As they were after the anchor's entry: what the entries after it are replayed upon. */
export const baseRoots = (book: BookId): TableRoots => ({
  hours: `base/${book}/hours`,
  packed: `base/${book}/packed`,
  pending: `base/${book}/pending`,
});
/**
 * After which entry the base stands; without it there is no base. Before the first entry, where it is in the way of
 * whoever reads on from the last hour: he would go through the marks of all deleted entries to find the end.
 */
export const anchorKey = (book: BookId): string => entryKey(book, 0);

export const hourKey = (root: string, hour: WallMs, tags?: Tags): string =>
  `${root}/${String(hour).padStart(15, "0")}${tagTail(tags)}`;
/** By the first hour that is in it. */
export const packKey = ({ packed }: TableRoots, first: number): string =>
  `${packed}/${String(first).padStart(15, "0")}`;
/** After every hour's key. */
export const closedKey = (root: string): string => `${root}/closed`;
export const pendingKey = (root: string, stamp: Stamp, tags?: Tags): string =>
  `${root}/${pieceOf(stamp)}${tagTail(tags)}`;

const tagTail = (tags: Tags | undefined): string => (tags === undefined ? "" : `/${tagKey(tags)}`);
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
