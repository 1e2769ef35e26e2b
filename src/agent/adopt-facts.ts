import { type KeptCard, MOST_STATED, type StatedFact } from "./kept-plans.ts";

/**
 * What was stated while no card was known is the card's that came next, as the bytes are. Numbers that the card has given
 * already are not given again. Undefined: there is nothing, or more than is kept of a card.
 */
export function adoptFacts(from: KeptCard, to: KeptCard): { from: KeptCard; to: KeptCard } | undefined {
  if (from.stated.length === 0 || from.stated.length + to.stated.length > MOST_STATED) return undefined;
  const stated = [...to.stated, ...from.stated.map((one) => numbered(one, to.lastFact))];
  return { from: { ...from, stated: [] }, to: { ...to, stated, lastFact: to.lastFact + from.lastFact } };
}

function numbered(stated: StatedFact, before: number): StatedFact {
  const { fact } = stated;
  const id = stated.id + before;
  // A pack that was bought has its name by the number of its fact.
  const named = (name: string): string =>
    name.replace(/^pack-(\d+)$/, (_, nth: string) => `pack-${Number(nth) + before}`);
  if (fact.name === "pack-unsubscribed") return { ...stated, id, fact: { ...fact, bucket: named(fact.bucket) } };
  if (fact.name !== "pack-bought") return { ...stated, id };
  return { ...stated, id, fact: { ...fact, bucket: { ...fact.bucket, id: named(fact.bucket.id) } } };
}
