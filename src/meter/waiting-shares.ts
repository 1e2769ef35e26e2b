import { minBytes } from "../base/bytes.ts";
import { type Amount, minus, NOTHING, plus } from "./amount.ts";
import type { ClassShare } from "./charge.ts";

const WAYS = ["up", "down"] as const;

export const sumOf = (shares: readonly Amount[]): Amount => shares.reduce<Amount>(plus, NOTHING);

/** What is in both, per direction. */
export const shared = (a: Amount, b: Amount): Amount => ({ up: minBytes(a.up, b.up), down: minBytes(a.down, b.down) });

/** Of one class, and of one set of destinations or of none that is known. */
const isSame = (one: ClassShare, other: ClassShare): boolean =>
  one.name === other.name && one.destination === other.destination;

/** What waits of the same class and destination. */
export const sameOf = (shares: readonly ClassShare[], share: ClassShare): Amount =>
  shares.find((one) => isSame(one, share)) ?? NOTHING;

/** With so much more of the class; the order stays, a new one is the last. */
export const added = (shares: readonly ClassShare[], more: ClassShare): readonly ClassShare[] =>
  shares.some((one) => isSame(one, more))
    ? shares.map((one) => (isSame(one, more) ? { ...one, ...plus(one, more) } : one))
    : [...shares, more];

/** Each class one time, wherever its bytes went. */
export const byClass = (shares: readonly ClassShare[]): readonly ClassShare[] =>
  shares.map(({ name, up, down }) => ({ name, up, down })).reduce(added, []);

/** The bytes among those that wait for some: each gets its own as far as there are bytes, in their order. */
export function sharedOut(waiting: readonly ClassShare[], bytes: Amount) {
  let left = bytes;
  const shares = waiting.map((waits) => {
    const share = shared(waits, left);
    left = minus(left, share);
    return { ...waits, ...share };
  });
  const still = waiting.map((waits, at) => ({ ...waits, ...minus(waits, shares[at] ?? NOTHING) }));
  return { shares, waiting: still, left };
}

/** What waits beyond what can be explained is another count of other bytes: it is taken off where there is most. */
export function limited(waiting: readonly ClassShare[], most: Amount) {
  const over = { up: sumOf(waiting).up - most.up, down: sumOf(waiting).down - most.down };
  const kept = waiting.map((share) => ({ ...share }));
  let dropped = NOTHING;
  for (const way of WAYS) {
    for (const share of kept.toSorted((a, b) => (a[way] < b[way] ? 1 : a[way] > b[way] ? -1 : 0))) {
      if (over[way] <= 0n) break;
      const less = minBytes(share[way], over[way]);
      share[way] -= less;
      over[way] -= less;
      dropped = plus(dropped, { ...NOTHING, [way]: less });
    }
  }
  return { waiting: kept, dropped };
}
