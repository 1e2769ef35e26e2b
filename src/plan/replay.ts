import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Balance } from "./balance.ts";
import { type Books, balanceOf, type Conduct, inOrder, openBooks, openedOnce } from "./books.ts";
import type { Bucket } from "./bucket.ts";
import { type Closing, endCycle } from "./cycle-end.ts";
import type { DataPlan } from "./data-plan.ts";
import { divide } from "./divide.ts";
import type { PlanFact } from "./plan-fact.ts";
import { type Debit, rate } from "./rate.ts";
import type { Usage } from "./usage.ts";

/** What a listener hears of a replay, in the order of time. */
export interface ReplayListener {
  onDebits?(usage: Usage, debits: readonly Debit[], before: Books): void;
  onClosings?(closings: readonly Closing[]): void;
  /** The books at the end of a cycle, before it is closed. */
  onCycleEnd?(books: Books): void;
}

/**
 * The books of a plan after usage and facts, both in ascending order of time: the same input gives the same books.
 * Facts of one instant come before its usage. Usage from before `from` counts from `from` on.
 */
export function replay(
  plan: DataPlan,
  from: WallMs,
  { usages, facts }: { readonly usages: Iterable<Usage>; readonly facts: readonly PlanFact[] },
  listener: ReplayListener = {},
): Books {
  let books = openBooks(plan, from);
  let next = 0;
  const factsUpTo = (at: WallMs): void => {
    for (let fact = facts[next]; fact !== undefined && fact.at <= at; fact = facts[next]) {
      books = takeFact(advance(books, fact.at, listener), fact, listener);
      next += 1;
    }
  };
  for (const usage of usages) {
    factsUpTo(usage.at);
    books = advance(books, usage.at, listener);
    for (const piece of divide(usage, books)) {
      books = advance(books, piece.at, listener);
      const rated = rate(piece, books);
      listener.onDebits?.(piece, rated.debits, books);
      books = rated.books;
    }
  }
  factsUpTo(WallMs(Number.POSITIVE_INFINITY));
  return books;
}

/** Ends every cycle and every balance that ends up to the instant, that one included. */
export function advance(books: Books, to: WallMs, listener: ReplayListener = {}): Books {
  let now = books;
  for (;;) {
    const edge = Math.min(now.cycle.to, ...now.balances.map(({ expires }) => expires));
    if (edge > to) return now;
    now = edge === now.cycle.to ? ended(now, listener) : lapsed(now, WallMs(edge), listener);
  }
}

function ended(books: Books, listener: ReplayListener, at?: WallMs): Books {
  listener.onCycleEnd?.(books);
  const { books: next, closings } = endCycle(books, at);
  listener.onClosings?.(closings);
  return next;
}

/** What was bought for a time of its own, at the end of that time. */
function lapsed(books: Books, at: WallMs, listener: ReplayListener): Books {
  const over = books.balances.filter(({ expires }) => expires <= at);
  const why = ({ left }: Balance): Closing["why"] => (left === 0n ? "used-up" : "bought-once");
  listener.onClosings?.(over.map((balance) => ({ balance, at, fate: "lapsed", why: why(balance) })));
  return { ...books, balances: books.balances.filter(({ expires }) => expires > at) };
}

function takeFact(books: Books, fact: PlanFact, listener: ReplayListener): Books {
  const { conduct } = books;
  switch (fact.name) {
    case "plan-changed": {
      const changed = { ...books, conduct: { ...conduct, nextPlan: fact.plan } };
      return fact.forced ? ended(changed, listener, fact.at) : changed;
    }
    case "pack-bought":
      return bought(books, fact.bucket, fact.at);
    case "pack-unsubscribed":
      return {
        ...books,
        dropped: [...books.dropped, fact.bucket],
        conduct: { ...conduct, unsubscribed: [...conduct.unsubscribed, fact.bucket] },
      };
    case "fee-charged":
      return { ...books, conduct: { ...conduct, feeCharged: true } };
    case "suspended":
      return { ...books, suspended: true, conduct: { ...conduct, ...suspendedSince(fact.at, books) } };
    case "resumed":
      return awake({ ...books, suspended: false, conduct: { ...conduct, suspendedThroughout: false } });
    case "cancelled": {
      const over = books.balances.map((balance): Closing => ({
        balance,
        at: fact.at,
        fate: "lapsed",
        why: "cancelled",
      }));
      listener.onClosings?.(over);
      return { ...books, cancelled: true, balances: [] };
    }
    default:
      return unreachable(fact);
  }
}

function bought(books: Books, bucket: Bucket, at: WallMs): Books {
  const opened = bucket.term.each === "once" ? openedOnce(bucket, at) : [balanceOf(bucket, at, books.cycle.to)];
  const { limitReached, ...rest } = books;
  const lifts = books.plan.readings.addOnLifts || limitReached === undefined;
  return inOrder({
    ...rest,
    ...(lifts ? {} : { limitReached }),
    packs: [...books.packs, bucket],
    balances: [...books.balances, ...opened],
  });
}

const suspendedSince = (at: WallMs, { cycle, conduct }: Books): Pick<Conduct, "suspended" | "suspendedThroughout"> => ({
  suspended: true,
  suspendedThroughout: conduct.suspendedThroughout || at <= cycle.from,
});

const awake = (books: Books): Books => ({
  ...books,
  balances: books.balances.map((balance) => defined({ ...balance, dormant: undefined })),
});
