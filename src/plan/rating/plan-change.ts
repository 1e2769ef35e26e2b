import type { WallMs } from "../../base/instant.ts";
import type { Balance } from "./balance.ts";
import { type Books, openCycle, openedOnce } from "./books.ts";
import type { Bucket } from "../bucket.ts";
import { cycleAt } from "../cycle.ts";
import type { DataPlan } from "../data-plan.ts";

/**
 * The books under another plan. Packs that were bought beside the old one stay; what was given up of the old one says
 * nothing of the new one's buckets. A pack that both plans list was bought one time and goes on.
 */
export function changePlan(books: Books, plan: DataPlan, at: WallMs): Books {
  const opened = books.cancelled
    ? []
    : plan.buckets
        .filter((bucket) => !books.balances.some((balance) => isSamePack(balance, bucket)))
        .flatMap((bucket) => openedOnce(bucket, at));
  return {
    ...books,
    plan,
    packs: books.packs.filter(({ id }) => !books.dropped.includes(id)),
    dropped: [],
    balances: [...books.balances, ...opened],
  };
}

/**
 * A forced change with the first instant of a cycle: there is nothing to close. The cycle is the new plan's from the
 * start, and what the month before handed on stays, to its own last day.
 */
export function changeFromStart(books: Books, plan: DataPlan, at: WallMs): Books {
  const cycle = { from: books.cycle.from, to: cycleAt(at, plan.cycle).to };
  const staying = books.balances.flatMap((balance): readonly Balance[] => {
    return balance.carried || balance.bucket.term.each === "once" ? [balance] : [];
  });
  const { nextPlan: _, ...conduct } = books.conduct;
  return { ...openCycle(changePlan({ ...books, balances: staying }, plan, at), cycle, []), conduct };
}

const isSamePack = ({ bucket: { id, term } }: Balance, other: Bucket): boolean =>
  term.each === "once" && other.term.each === "once" && id === other.id && term.from === other.term.from;
