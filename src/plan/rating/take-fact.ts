import { defined } from "../../base/defined.ts";
import type { WallMs } from "../../base/instant.ts";
import { unreachable } from "../../base/unreachable.ts";
import { type Books, balanceOf, inOrder, monthStart, openedOnce } from "./books.ts";
import type { Bucket } from "../bucket.ts";
import { cycleAt } from "../cycle.ts";
import { type Closing, endCycle } from "./cycle-end.ts";
import { changeFromStart } from "./plan-change.ts";
import type { PlanFact } from "../plan-fact.ts";

export interface Taken {
  readonly books: Books;
  readonly closings: readonly Closing[];
  /** The fact ended the cycle before its time. */
  readonly cutShort: boolean;
}

/** The books after a fact of the instant up to which they have come. */
export function takeFact(books: Books, fact: PlanFact): Taken {
  const { conduct } = books;
  switch (fact.name) {
    case "plan-changed": {
      const changed = { ...books, conduct: { ...conduct, nextPlan: fact.plan } };
      if (!fact.forced) return quietly(changed);
      if (fact.at === books.cycle.from) return quietly(changeFromStart(books, fact.plan, fact.at));
      return { ...endCycle(changed, fact.at), cutShort: true };
    }
    case "pack-bought":
      return quietly(books.cancelled ? books : bought(books, boughtBucket(fact, books), fact.at));
    case "pack-unsubscribed":
      return quietly({
        ...books,
        dropped: [...books.dropped, fact.bucket],
        conduct: { ...conduct, unsubscribed: [...conduct.unsubscribed, fact.bucket] },
      });
    case "fee-charged":
      return quietly({ ...books, conduct: { ...conduct, feeCharged: true } });
    case "suspended":
      return quietly({ ...books, suspendedSince: books.suspendedSince ?? fact.at });
    case "resumed":
      return quietly(resumed(books, fact.at));
    case "cancelled":
      return {
        books: { ...books, cancelled: true, balances: [] },
        closings: books.balances.map((balance) => ({ balance, at: fact.at, fate: "lapsed", why: "cancelled" })),
        cutShort: false,
      };
    case "pool-balance":
      return quietly({ ...books, told: { ...books.told, pool: { bytes: fact.bytes, at: fact.at } } });
    case "account-balance":
      return quietly({ ...books, told: { ...books.told, account: { money: fact.money, at: fact.at } } });
    default:
      return unreachable(fact);
  }
}

const quietly = (books: Books): Taken => ({ books, closings: [], cutShort: false });

/** Of the cycle that holds the purchase; these books may begin after it. */
function boughtBucket({ bucket, at, withCycle }: Extract<PlanFact, { name: "pack-bought" }>, books: Books): Bucket {
  if (withCycle !== true) return bucket;
  const { cycle, plan } = books;
  const to = at >= cycle.from && at < cycle.to ? cycle.to : cycleAt(at, plan.cycle).to;
  return { ...bucket, term: { each: "once", from: at, to } };
}

function bought(books: Books, bucket: Bucket, at: WallMs): Books {
  // It was over before these books began: it is none of what they hold, and lifts no limit of theirs.
  if (bucket.term.each === "once" && bucket.term.to <= books.cycle.from) return books;
  const opened = bucket.term.each === "once" ? openedOnce(bucket, at) : [balanceOf(bucket, at, books.cycle.to)];
  const { limitReached, ...rest } = books;
  const lifts = books.plan.readings.addOnLifts || limitReached === undefined;
  // Who gave a pack up and buys it again has it once, not twice.
  const anew = ({ id }: Bucket): boolean => id === bucket.id && books.dropped.includes(id);
  const general = bucket.scope.destination === undefined && bucket.scope.window === undefined;
  return inOrder({
    ...rest,
    ...(lifts ? {} : { limitReached }),
    ...(general && books.beyond.bytes > 0n ? { beyondBefore: books.beyond.bytes } : {}),
    packs: [...books.packs.filter((pack) => !anew(pack)), bucket],
    dropped: books.dropped.filter((id) => id !== bucket.id),
    balances: [...books.balances, ...opened],
  });
}

/** Back in service: what was carried over the suspension can be drawn. */
function resumed({ suspendedSince, ...books }: Books, at: WallMs): Books {
  if (suspendedSince === undefined) return books;
  const began = suspendedSince >= monthStart(books) && at > suspendedSince;
  const suspendedMs = books.conduct.suspendedMs + at - Math.max(suspendedSince, monthStart(books));
  return {
    ...books,
    conduct: { ...books.conduct, suspendedMs, ...(began ? { stopped: true as const } : {}) },
    balances: books.balances.map((balance) => defined({ ...balance, dormant: undefined })),
  };
}
