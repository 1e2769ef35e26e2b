import { WallMs } from "../../base/instant.ts";
import { NEVER } from "../cycle.ts";
import type { Balance } from "./balance.ts";
import type { Books } from "./books.ts";
import { type Closing, endCycle } from "./cycle-end.ts";
import type { Debit } from "./rate.ts";
import type { Usage } from "../usage.ts";

/** What a listener hears of a replay, in the order of time. */
export interface ReplayListener<U extends Usage = Usage> {
  /** A usage that lies over a boundary may come in parts. */
  onDebits?(usage: U, debits: readonly Debit[], before: Books): void;
  onClosings?(closings: readonly Closing[]): void;
  /** The books at the end of a cycle, before it is closed; a forced change of the plan ends one early. */
  onCycleEnd?(books: Books, at: WallMs): void;
}

/** Ends every cycle and every balance that ends up to the instant, that one included. */
export function advance(books: Books, to: number, listener: EndListener = {}): Books {
  let now = books;
  for (let edge = edgeOf(now); edge <= to && edge < NEVER; edge = edgeOf(now)) {
    now = edge === now.cycle.to ? ended(now, listener) : lapsed(now, WallMs(edge), listener);
  }
  return now;
}

type EndListener = Omit<ReplayListener, "onDebits">;

function edgeOf({ cycle, balances }: Books): number {
  let edge: number = cycle.to;
  for (const { expires } of balances) if (expires < edge) edge = expires;
  return edge;
}

function ended(books: Books, listener: EndListener): Books {
  listener.onCycleEnd?.(books, books.cycle.to);
  const { books: next, closings } = endCycle(books);
  listener.onClosings?.(closings);
  return next;
}

/** What was bought for a time of its own, or carried over to another day than a cycle's last, at the end of that time. */
function lapsed(books: Books, at: WallMs, listener: EndListener): Books {
  const over = books.balances.filter(({ expires }) => expires <= at);
  const why = ({ left, carried }: Balance): Closing["why"] =>
    left === 0n ? "used-up" : carried ? "was-carried" : "bought-once";
  listener.onClosings?.(over.map((balance) => ({ balance, at, fate: "lapsed", why: why(balance) })));
  return { ...books, balances: books.balances.filter(({ expires }) => expires > at) };
}
