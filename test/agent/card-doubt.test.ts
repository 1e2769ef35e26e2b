import { expect, test } from "vitest";
import { CardDoubt } from "../../src/agent/card-doubt.ts";
import { Days, Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { FakeClock } from "../support/fake-clock.ts";

const card = (n: number): string => `8986041234567${String(n).padStart(7, "0")}`;

function device(books: readonly string[] = []) {
  const clock = new FakeClock();
  const told: (string | undefined)[] = [];
  let asked = 0;
  const cards = new CardDoubt(
    { clock, books: () => books },
    { onDoubt: (doubt) => told.push(doubt?.kind), onAgain: () => (asked += 1) },
  );
  return { clock, cards, told, asked: () => asked };
}

test("a card that is swapped once is believed at its first look", async () => {
  const { cards, clock, told } = device();
  expect(cards.believes(card(1))).toBe(true);
  await clock.advance(Hours(1));
  expect(cards.believes(card(2))).toBe(true);
  expect(told).toEqual([]);
});

test("a second swap within minutes is asked again after seconds, and believed then", async () => {
  const { cards, clock, told, asked } = device();
  expect(cards.believes(card(1))).toBe(true);
  await clock.advance(Minutes(1));
  expect(cards.believes(card(2))).toBe(false);
  expect(cards.believes(card(2))).toBe(false);
  await clock.advance(Seconds(3));
  expect(asked()).toBe(1);
  expect(cards.believes(card(2))).toBe(true);
  expect(told).toEqual(["unconfirmed", undefined]);
});

test("cards that have books are believed at any time, however often they change", () => {
  const { cards, told } = device([card(1), card(2)]);
  for (let n = 0; n < 50; n += 1) expect(cards.believes(card(1 + (n % 2)))).toBe(true);
  expect(told).toEqual([]);
});

test("a number that is another one at every look is never believed after the first, is said once, and is not asked without end", async () => {
  const { cards, clock, told, asked } = device();
  const believed: number[] = [];
  for (let n = 0; n < 400; n += 1) {
    if (cards.believes(card(n))) believed.push(n);
    await clock.advance(Seconds(30));
  }
  expect(believed).toEqual([0]);
  expect(asked()).toBe(3);
  expect(told).toEqual(["unconfirmed", "uneven"]);
  expect(cards.doubt?.text).toMatch(/reseat/i);
  // The card that was in before all this is still itself.
  expect(cards.believes(card(0))).toBe(true);
  expect(cards.doubt).toBeUndefined();
});

test("of numbers that stay for an hour each, eight a day are believed", async () => {
  const { cards, clock } = device();
  const believed: number[] = [];
  for (let n = 0; n < 72; n += 1) {
    if (cards.believes(card(n))) believed.push(n);
    await clock.advance(Hours(1));
  }
  expect(believed).toEqual([0, 1, 2, 3, 4, 5, 6, 7].flatMap((n) => [n, n + 24, n + 48]).toSorted((a, b) => a - b));
});

test("a device that holds the books of a thousand cards takes no new one, and says what to do", async () => {
  const { cards, clock } = device(Array.from({ length: 1_000 }, (_, n) => card(n)));
  expect(cards.believes(card(999))).toBe(true);
  await clock.advance(Days(1));
  expect(cards.believes(card(1_000))).toBe(false);
  expect(cards.doubt).toMatchObject({ kind: "too-many", text: expect.stringMatching(/store\.directory/) });
});

test("readings of which no two are alike are said, until a card is believed", () => {
  const { cards, told } = device();
  cards.uneven(4);
  cards.uneven(4);
  expect(cards.doubt?.text).toMatch(/4 readings, no two alike/);
  expect(cards.believes(card(1))).toBe(true);
  expect(told).toEqual(["uneven", undefined]);
});
