import type { ClassCounter } from "../ports/class-counters.ts";
import { type Amount, beyond, isNothing, NOTHING, plus } from "./amount.ts";
import type { ClassShare } from "./charge.ts";
import { limited, sameOf, shared, sharedOut, sumOf } from "./waiting-shares.ts";

/** What one pair of counters counts: a class, and one set of destinations of it. */
export interface Counted {
  readonly name: string;
  readonly destination?: string;
}

/** A counter's name: `payment_up`; `payment__acquirer_up` of what of the class went to a set of destinations (定向). */
export const counterName = ({ name, destination }: Counted, way: keyof Amount): string =>
  destination === undefined ? `${name}_${way}` : `${name}__${destination}_${way}`;

/** As plan files name sets of destinations. */
const COUNTER = /^(?<name>[a-z]+)(?:__(?<destination>[a-z0-9][a-z0-9-]{0,47}))?_(?:up|down)$/;

/** What a counter of the filter counts; undefined: it is another one. */
export function countedBy(counter: string): Counted | undefined {
  const { name, destination } = COUNTER.exec(counter)?.groups ?? {};
  if (name === undefined) return undefined;
  return destination === undefined ? { name } : { name, destination };
}

/** How far the filter's counters are taken, and what of it waits for bytes of the interface; kept in one batch with the bytes. */
export interface Division {
  /** The counters begin at zero with every boot. */
  readonly bootId: string;
  readonly counters: readonly ClassCounter[];
  /** Counted by the filter for a class, and not found among the interface's bytes yet. */
  readonly waiting: readonly ClassShare[];
  /** Booked without a class since the last reading: that much of the next one may be of them. */
  readonly unread: Amount;
  /** So much may go on waiting. */
  readonly allowed: Amount;
  /** Since counting by classes began: what the filter counted for classes, what the interface counted, what the filter had too much. */
  readonly claimed: Amount;
  readonly counted: Amount;
  readonly dropped: Amount;
}

/**
 * Two counts are not of one instant, and the interface is read before the filter: so much of a class may wait for its bytes
 * beside what was booked without a class meanwhile. At 10 Mbit/s it is what passes in 0.2 s.
 */
const SLACK = 256n * 1_024n;
const BESIDE: Amount = { up: SLACK, down: SLACK };

/** The first reading: whatever the counters hold was counted before. */
export const divisionFrom = (bootId: string, counters: readonly ClassCounter[]): Division => ({
  bootId,
  counters,
  waiting: [],
  unread: NOTHING,
  allowed: NOTHING,
  claimed: NOTHING,
  counted: NOTHING,
  dropped: NOTHING,
});

/**
 * A further reading. What a counter grew by since the last one is its class's; one that fell or was made anew, and all after
 * a boot, began at zero. A counter that was not there before counts from zero when all of its table are new, else from where it stands:
 * it may have been among others that were not read.
 */
export function readingTaken(
  before: Division,
  reading: { readonly bootId: string; readonly counters: readonly ClassCounter[] },
  classes: readonly string[],
): Division {
  const rebooted = before.bootId !== reading.bootId;
  const known = new Map(rebooted ? [] : before.counters.map((one) => [one.name, one]));
  const grown = (name: string): bigint => {
    const now = reading.counters.find((one) => one.name === name);
    if (now === undefined) return 0n;
    const last = known.get(name);
    if (last === undefined) return rebooted || known.size === 0 ? now.bytes : 0n;
    return last.handle === now.handle && now.bytes >= last.bytes ? now.bytes - last.bytes : now.bytes;
  };
  const counted = [...before.counters, ...reading.counters].flatMap(({ name }) => countedBy(name) ?? []);
  const more = kindsOf([...counted, ...before.waiting], classes).map((kind) => ({
    ...kind,
    up: grown(counterName(kind, "up")),
    down: grown(counterName(kind, "down")),
  }));
  const waiting = more.map((share) => ({ ...share, ...plus(share, sameOf(before.waiting, share)) }));
  // A counter that is missing this time is not forgotten: it may be read again, and goes on.
  const missing = [...known.values()].filter(({ name }) => !reading.counters.some((one) => one.name === name));
  return {
    ...before,
    bootId: reading.bootId,
    counters: [...reading.counters, ...missing],
    waiting,
    claimed: plus(before.claimed, sumOf(more)),
    allowed: plus(plus(before.unread, BESIDE), owed(before)),
    unread: NOTHING,
  };
}

/**
 * Of what waits, what an earlier reading found booked without a class: it goes on waiting until there are bytes, however often the
 * filter is read meanwhile. What came beyond it was dropped then, so that it is never more than was once booked so.
 */
function owed({ waiting, allowed }: Division): Amount {
  return beyond(shared(sumOf(waiting), allowed), BESIDE);
}

/** Every class, by rank, and behind it the sets of destinations that something was counted for. */
function kindsOf(counted: readonly Counted[], classes: readonly string[]): readonly Counted[] {
  return classes.flatMap((name) => {
    const destinations = counted.flatMap((one) => (one.name === name ? (one.destination ?? []) : []));
    return [{ name }, ...[...new Set(destinations)].toSorted().map((destination) => ({ name, destination }))];
  });
}

/**
 * The interface's bytes, divided: each class gets what waits for it as far as there are bytes, in the order of the classes'
 * rank; the rest is of none. The shares are never more than the bytes.
 */
export function divide(
  before: Division,
  bytes: Amount,
): { readonly shares: readonly ClassShare[]; readonly division: Division } {
  const { shares, waiting, left } = sharedOut(before.waiting, bytes);
  const kept = limited(waiting, before.allowed);
  const division = {
    ...before,
    waiting: kept.waiting,
    dropped: plus(before.dropped, kept.dropped),
    unread: plus(before.unread, left),
    counted: plus(before.counted, bytes),
  };
  return { shares: shares.filter((share) => !isNothing(share)), division };
}
