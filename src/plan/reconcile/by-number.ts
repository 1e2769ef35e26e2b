import { maskSender } from "../../base/mask.ts";
import type { BillLine } from "./bill-csv.ts";
import { type CardAmount, reconcile, type Reconciled } from "./reconcile.ts";

/**
 * The same as `reconcile` for a bill that names cards by their numbers: `cards` tells whose they are. A number of which that is not
 * known stands on the bill alone, last. Numbers are shown masked.
 */
export function reconcileByNumber(
  ours: readonly CardAmount[],
  bill: readonly Pick<BillLine, "card" | "bytes">[],
  cards: ReadonlyMap<string, string>,
): readonly Reconciled[] {
  const known = new Map<string, bigint>();
  for (const { card: number, bytes } of bill) {
    const card = cards.get(number);
    // A card may have had two numbers within the cycle.
    if (card !== undefined) known.set(card, (known.get(card) ?? 0n) + bytes);
  }
  const numbers = new Map([...cards].map(([number, card]) => [card, maskSender(number)]));
  const rows = reconcile(
    ours,
    [...known].map(([card, bytes]) => ({ card, bytes })),
  ).map((row): Reconciled => {
    const number = numbers.get(row.card);
    return number === undefined ? row : { ...row, number };
  });
  const strangers = bill.filter(({ card }) => !cards.has(card));
  return [
    ...rows,
    ...strangers.map(({ card, bytes }) => ({ card: maskSender(card), theirs: bytes, noCard: true as const })),
  ];
}
