import type { Amount } from "./amount.ts";
import type { Book, EntryDraft } from "./book.ts";
import type { BookId } from "./book-id.ts";
import { latestPieces } from "./latest-pieces.ts";
import type { Stamp } from "./stamp.ts";

/** For everything that the giver holds an entry in each book: the same bytes, in the same hour or under the same stamp. */
export function adoptionDrafts(
  giver: Book,
  taker: BookId,
  now: Stamp,
  turn: number,
): readonly (readonly [given: EntryDraft, taken: EntryDraft])[] {
  return latestPieces(giver, giver.left).map(({ up, down, hour, stamp }) => {
    const bytes: Amount & Pick<EntryDraft, "hour" | "stamp" | "source" | "cursor"> = {
      up,
      down,
      hour,
      stamp: stamp ?? now,
      source: "book",
      cursor: undefined,
    };
    return [
      { ...bytes, kind: "given", turn: undefined, peer: taker },
      // The turn goes along: the taker is the book that is in use now.
      { ...bytes, kind: "adopted", turn, peer: giver.id },
    ];
  });
}
