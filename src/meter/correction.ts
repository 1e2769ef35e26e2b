import type { WallMs } from "../base/instant.ts";
import type { Amount } from "./amount.ts";
import type { Book, EntryDraft } from "./book.ts";
import type { BookId } from "./book-id.ts";
import { hourPieces } from "./latest-pieces.ts";
import type { EntryNote } from "./ledger-entry.ts";
import type { Stamp } from "../base/stamp.ts";
import type { Tags } from "./tags.ts";

/** What a person knows better than the counters did, for one hour of one book. */
export interface Correction extends Amount {
  readonly book: BookId;
  /** `lowered`: these bytes were not used; `raised`: they were, besides what was counted. */
  readonly kind: "raised" | "lowered";
  /** Start of the hour in the plan's zone. */
  readonly hour: WallMs;
  /** Of which kind the bytes are; undefined: nobody says. */
  readonly tags?: Tags | undefined;
  readonly why: string;
  readonly by: string;
}

/**
 * A correction never touches what was counted: it is an entry beside it, with its reason; one for each kind of bytes
 * that is lowered. Undefined when there is not that much to lower.
 */
export function correctionDrafts(book: Book, correction: Correction, stamp: Stamp): readonly EntryDraft[] | undefined {
  const { kind, up, down, hour, tags } = correction;
  const pieces = kind === "raised" ? [{ up, down, tags }] : hourPieces(book, hour, correction, tags);
  const note = { why: noteText(correction.why), by: noteText(correction.by) };
  const told = {
    kind,
    hour,
    stamp,
    source: "person",
    turn: undefined,
    cursor: undefined,
    peer: undefined,
    note,
  } as const;
  return pieces?.map((piece) => ({ ...told, up: piece.up, down: piece.down, tags: piece.tags }));
}

/** One line of bounded length: a note is shown on terminals. */
export const noteText = (text: string): EntryNote["why"] =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 200);
