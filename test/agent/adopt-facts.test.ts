import { expect, test } from "vitest";
import { adoptFacts } from "../../src/agent/adopt-facts.ts";
import { type KeptCard, MOST_STATED, NEW_CARD, type StatedFact } from "../../src/agent/kept-plans.ts";
import { WallMs } from "../../src/base/instant.ts";

const at = WallMs(1);
const said = (id: number, fact: StatedFact["fact"]): StatedFact => ({ id, by: "Li", saidAt: at, fact });
const pack = (id: number): StatedFact =>
  said(id, {
    name: "pack-bought",
    at,
    bucket: { id: `pack-${id}`, kind: "add-on-pack", quota: 1n, scope: {}, term: { each: "cycle" }, level: 0 },
  });
const card = (lastFact: number, ...stated: readonly StatedFact[]): KeptCard => ({ eras: [], stated, lastFact });

test("facts keep their numbers where the card has given none, and the giver has them no more", () => {
  const from = card(3, pack(1), said(3, { name: "pack-unsubscribed", at, bucket: "pack-1" }));
  expect(adoptFacts(from, NEW_CARD)).toEqual({ from: card(3), to: from });
});

test("a card that has given numbers gives others, to packs and to what speaks of them too", () => {
  const from = card(3, pack(2), said(3, { name: "pack-unsubscribed", at, bucket: "pack-2" }));
  expect(adoptFacts(from, card(4, pack(4)))?.to).toEqual(
    card(7, pack(4), pack(6), said(7, { name: "pack-unsubscribed", at, bucket: "pack-6" })),
  );
  const other = card(1, said(1, { name: "pack-unsubscribed", at, bucket: "night" }));
  expect(adoptFacts(other, card(4))?.to.stated).toEqual([said(5, { name: "pack-unsubscribed", at, bucket: "night" })]);
});

test("nothing moves where nothing was stated, or more than is kept of a card would be", () => {
  expect(adoptFacts(card(3), card(4, pack(4)))).toBeUndefined();
  const full = card(
    MOST_STATED,
    ...Array.from({ length: MOST_STATED }, (_, n) => said(n + 1, { name: "resumed", at })),
  );
  expect(adoptFacts(card(1, pack(1)), full)).toBeUndefined();
});
