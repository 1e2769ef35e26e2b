import { comparable, formOf, type NumberForm, shownIn } from "./card-number.ts";

/** What one side says of one card; of two with the same masked number `key` tells that they are two. */
export interface CardAmount {
  readonly card: string;
  readonly key?: string;
  readonly bytes: bigint;
}

/** One card, by our books and by the operator's bill; a side that does not know it is absent. */
export interface Reconciled {
  /** As it stands in a file: the bill's where it stands there. */
  readonly card: string;
  /** Its telephone number, masked, where the bill goes by numbers. */
  readonly number?: string;
  /** `card` is a number, masked, of which nobody says whose it is. */
  readonly noCard?: true;
  /** How we name it, where that is another number. */
  readonly ourCard?: string;
  /** Of our messages. */
  readonly key?: string;
  readonly ours?: bigint;
  readonly theirs?: bigint;
  /** Theirs less ours. */
  readonly difference?: bigint;
  /** The difference in percent of theirs; absent where they have none. */
  readonly percent?: number;
  /** Cards of the other side that it may be, where nothing tells which one it is. */
  readonly fits?: readonly string[];
}

/**
 * Lays our books beside the operator's bill, card by card in the bill's order, cards that only we know last. Two numbers are one
 * card where they are the same, or where each fits no other one: a masked number, and one without its twentieth digit.
 */
export function reconcile(ours: readonly CardAmount[], theirs: readonly CardAmount[]): readonly Reconciled[] {
  const exact = new Map(ours.filter(isWhole).map((one) => [one.card, one]));
  const [ofOurs, ofTheirs] = [fitting(ours, theirs), fitting(theirs, ours)];
  const joined = new Set<CardAmount>();
  const billed = theirs.map((their) => {
    const fits = ofTheirs.get(their) ?? [];
    const [only] = fits;
    const alone = fits.length === 1 && only !== undefined && ofOurs.get(only)?.length === 1 ? only : undefined;
    const our = (isWhole(their) ? exact.get(their.card) : undefined) ?? alone;
    if (our === undefined) return row(undefined, their, fits);
    joined.add(our);
    return row(our, their);
  });
  const unbilled = ours.filter((one) => !joined.has(one)).map((one) => row(one, undefined, ofOurs.get(one)));
  return [...billed, ...unbilled];
}

const isWhole = ({ card }: CardAmount): boolean => !card.includes("*");

type Fitting = ReadonlyMap<CardAmount, readonly CardAmount[]>;

/** For each card the others that it may be. By forms of numbers, of which there are few: each pair of cards would be 10^10 looks. */
function fitting(cards: readonly CardAmount[], others: readonly CardAmount[]): Fitting {
  const found = new Map<CardAmount, CardAmount[]>();
  const [mine, theirs] = [byForm(cards), byForm(others)];
  for (const { form, cards: ofForm } of mine) {
    for (const other of theirs.filter(({ form: against }) => comparable(form, against))) {
      const index = new Map<string, CardAmount[]>();
      for (const one of other.cards) push(index, shownIn(one.card, other.form, form), one);
      for (const one of ofForm)
        for (const match of index.get(shownIn(one.card, form, other.form)) ?? []) push(found, one, match);
    }
  }
  return found;
}

function push<K>(map: Map<K, CardAmount[]>, key: K, one: CardAmount): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [one]);
  else held.push(one);
}

function byForm(cards: readonly CardAmount[]): readonly { readonly form: NumberForm; readonly cards: CardAmount[] }[] {
  const forms = new Map<string, { readonly form: NumberForm; readonly cards: CardAmount[] }>();
  for (const one of cards) {
    const form = formOf(one.card);
    const held = forms.get(form.name);
    if (held === undefined) forms.set(form.name, { form, cards: [one] });
    else held.cards.push(one);
  }
  return [...forms.values()];
}

function row(our: CardAmount | undefined, their: CardAmount | undefined, fits: readonly CardAmount[] = []): Reconciled {
  const [ours, theirs] = [our?.bytes, their?.bytes];
  const card = their?.card ?? our?.card ?? "";
  const named = {
    card,
    ...(our === undefined || our.card === card ? {} : { ourCard: our.card }),
    ...(our?.key === undefined ? {} : { key: our.key }),
    ...(ours === undefined ? {} : { ours }),
    ...(theirs === undefined ? {} : { theirs }),
  };
  if (ours === undefined || theirs === undefined)
    return fits.length === 0 ? named : { ...named, fits: fits.map((one) => one.card) };
  const difference = theirs - ours;
  return {
    ...named,
    difference,
    ...(theirs === 0n ? {} : { percent: Number((difference * 10_000n) / theirs) / 100 }),
  };
}
