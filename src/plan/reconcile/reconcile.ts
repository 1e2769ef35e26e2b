import { isMasked, markOf, markOfMasked } from "./card-number.ts";

/** One card, by our books and by the operator's bill; a side that does not know it is absent. */
export interface Reconciled {
  readonly card: string;
  readonly ours?: bigint;
  readonly theirs?: bigint;
  /** Theirs less ours. */
  readonly difference?: bigint;
  /** The difference in percent of theirs; absent where they have none. */
  readonly percent?: number;
}

type Amounts = ReadonlyMap<string, bigint>;

/**
 * Lays our books beside the operator's bill, card by card in the bill's order, cards that only we know last. A masked
 * number of ours is held against the bill's where exactly one of each fits.
 */
export function reconcile(ours: Amounts, theirs: Amounts): readonly Reconciled[] {
  const wholes = byMark([...theirs.keys()].flatMap((card) => ([4, 3] as const).map((n) => [markOf(card, n), card])));
  const masked = byMark([...ours.keys()].filter(isMasked).map((card) => [markOfMasked(card), card]));
  const known = new Map<string, bigint>();
  for (const [card, bytes] of ours) {
    const fitting = isMasked(card) ? (wholes.get(markOfMasked(card)) ?? []) : [];
    const alone = fitting.length === 1 && masked.get(markOfMasked(card))?.length === 1;
    const [only = card] = alone ? fitting : [];
    known.set(only, (known.get(only) ?? 0n) + bytes);
  }
  const billed = [...theirs].map(([card, bytes]) => row(card, known.get(card), bytes));
  const unbilled = [...known].filter(([card]) => !theirs.has(card)).map(([card, bytes]) => row(card, bytes, undefined));
  return [...billed, ...unbilled];
}

function byMark(marked: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [mark = "", card = ""] of marked) found.set(mark, [...(found.get(mark) ?? []), card]);
  return found;
}

function row(card: string, ours: bigint | undefined, theirs: bigint | undefined): Reconciled {
  if (ours === undefined || theirs === undefined)
    return { card, ...(ours === undefined ? {} : { ours }), ...(theirs === undefined ? {} : { theirs }) };
  const difference = theirs - ours;
  return {
    card,
    ours,
    theirs,
    difference,
    ...(theirs === 0n ? {} : { percent: Number((difference * 10_000n) / theirs) / 100 }),
  };
}
