import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { bookId, UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { damageText } from "../../src/report/payloads.ts";

test("damage names the book of bytes without a card by its word, and a card's by a part of its number", () => {
  const [card, found] = [bookId("89860412345678901234"), "The book is not there."];
  const kept = { up: 0n, down: 0n, entries: 0 };
  const text = damageText({
    since: WallMs(0),
    found: "Gone.",
    setAside: [],
    books: [UNIDENTIFIED, card].map((book) => ({ book, found, kept, assumed: "unknown" as const })),
  });
  expect(text).toContain("unidentified: The book is not there.");
  expect(text).toContain("898604**********1234: The book is not there.");
});
