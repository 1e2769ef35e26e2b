import type { Book, EntryDraft } from "./book.ts";
import type { BookId } from "./book-id.ts";
import { latestPieces } from "./latest-pieces.ts";
import type { Stamp } from "./stamp.ts";

export interface AdoptionMoment {
  readonly stamp: Stamp;
  readonly turn: number;
  /** Where the kernel's counters stand in the books now. */
  readonly cursor: EntryDraft["cursor"];
}

/** For everything that the giver holds an entry in each book: the same bytes, in the same hour or under the same stamp. */
export function adoptionDrafts(
  giver: Book,
  taker: BookId,
  { stamp: now, turn, cursor }: AdoptionMoment,
): readonly (readonly [given: EntryDraft, taken: EntryDraft])[] {
  return latestPieces(giver, giver.left).map(({ up, down, hour, stamp }) => {
    const bytes = { up, down, hour, stamp: stamp ?? now, source: "book" } as const;
    return [
      { ...bytes, kind: "given", turn: undefined, cursor: undefined, peer: taker },
      // The taker is the book in use from here on: turn and cursor go with it.
      { ...bytes, kind: "adopted", turn, cursor, peer: giver.id },
    ];
  });
}
