import type { Book, EntryDraft } from "./book.ts";
import type { BookId } from "./book-id.ts";
import { latestPieces } from "./latest-pieces.ts";
import type { Stamp } from "../base/stamp.ts";

export interface AdoptionMoment {
  readonly stamp: Stamp;
  readonly turn: number;
  /** Where the kernel's counters stand in the books now. */
  readonly cursor: EntryDraft["cursor"];
}

/**
 * For everything that the giver holds an entry in each book: the same bytes of the same kind, in the same hour or under
 * the same stamp. The latest come last: the hour of a book's last entry is where bytes go of which only a witness knows.
 */
export function adoptionDrafts(
  giver: Book,
  taker: BookId,
  { stamp: now, turn, cursor }: AdoptionMoment,
): readonly (readonly [given: EntryDraft, taken: EntryDraft])[] {
  const pieces = latestPieces(giver, giver.left).toReversed();
  return pieces.map(({ up, down, hour, stamp, tags }) => {
    const bytes = { up, down, hour, stamp: stamp ?? now, source: "book", tags } as const;
    return [
      { ...bytes, kind: "given", turn: undefined, cursor: undefined, peer: taker },
      // The taker is the book in use from here on: turn and cursor go with it.
      { ...bytes, kind: "adopted", turn, cursor, peer: giver.id },
    ];
  });
}
