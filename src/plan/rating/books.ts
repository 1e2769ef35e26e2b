import type { WallMs } from "../../base/instant.ts";
import type { Balance } from "./balance.ts";
import type { Bucket } from "../bucket.ts";
import type { Beyond } from "./charge.ts";
import { BEGINNING, type Cycle, cycleAt, NEVER } from "../cycle.ts";
import type { DataPlan } from "../data-plan.ts";
import type { Money } from "../money.ts";
import { inDeductionOrder } from "./deduction-order.ts";

/** What happened in a cycle that decides what it hands on. */
export interface Conduct {
  /** How long the card was suspended, the suspension that lasts left out. */
  readonly suspendedMs: number;
  readonly feeCharged: boolean;
  /** A suspension began in it, of some length; the one that lasts is left out. */
  readonly stopped?: true;
  /** Since when the billing month runs, where a forced change of the plan cut it; absent: since the cycle began. */
  readonly since?: WallMs;
  /** The plan was changed by force in it. */
  readonly changed?: true;
  /** The plan is another one from the next cycle on. */
  readonly nextPlan?: DataPlan;
  /** Buckets that were given up in it. */
  readonly unsubscribed: readonly string[];
}

/** A plan's balances at one instant. Plain data: what is not rated yet has not changed them. */
export interface Books {
  readonly plan: DataPlan;
  readonly cycle: Cycle;
  /** In deduction order. */
  readonly balances: readonly Balance[];
  /** Buckets that came after the plan was made: packs that were bought. */
  readonly packs: readonly Bucket[];
  /** Buckets that were given up: they are not opened again. */
  readonly dropped: readonly string[];
  readonly beyond: Beyond;
  /** Of them those from before more data for any traffic was bought: they were never to be covered by it. */
  readonly beyondBefore?: bigint;
  /** Since when the plan's limit is reached in this cycle. */
  readonly limitReached?: WallMs;
  /** The plan's limit was reached in the cycle before this one. */
  readonly limitReachedBefore?: true;
  /** Since when the card is suspended; absent: it is not. */
  readonly suspendedSince?: WallMs;
  /** The card was cancelled (销户): nothing is opened any more. */
  readonly cancelled: boolean;
  readonly conduct: Conduct;
  /** What was told last of what no meter here sees, and as of when. */
  readonly told?: ToldBalances;
}

export interface ToldBalances {
  readonly pool?: { readonly bytes: bigint; readonly at: WallMs };
  readonly account?: { readonly money: Money; readonly at: WallMs };
}

const NOTHING_BEYOND: Beyond = { bytes: 0n, bySession: 0n };
const FRESH: Conduct = { suspendedMs: 0, feeCharged: false, unsubscribed: [] };

/** The first instant of the billing month that holds the books' present. */
export const monthStart = ({ cycle, conduct }: Books): WallMs => conduct.since ?? cycle.from;

/** Books of a plan as of an instant, with everything that the cycle of that instant brings. */
export function openBooks(plan: DataPlan, at: WallMs): Books {
  const cycle = cycleAt(at, plan.cycle);
  const books = {
    plan,
    cycle,
    balances: plan.buckets.flatMap((bucket) => openedOnce(bucket, at)),
    packs: [],
    dropped: [],
    beyond: NOTHING_BEYOND,
    cancelled: false,
    conduct: FRESH,
  };
  return openCycle(books, cycle, []);
}

/** The cycle's buckets beside the balances that are there; what the cycle before saw and used is behind. */
export function openCycle(
  books: Books,
  cycle: Cycle,
  carriedOver: readonly Balance[],
  conduct: Conduct = FRESH,
): Books {
  const { limitReached, limitReachedBefore: _, beyondBefore: _before, ...kept } = books;
  const opened = books.cancelled || !brings(books.plan, cycle) ? [] : renewed(books, cycle);
  return inOrder({
    ...kept,
    // A pack of which the time is over is named one cycle longer: something of it may have been carried over.
    packs: books.packs.filter(({ term }) => term.each === "cycle" || term.to > books.cycle.from),
    cycle,
    balances: [...books.balances.map(stayed), ...carriedOver, ...opened],
    beyond: NOTHING_BEYOND,
    conduct,
    ...(limitReached === undefined ? {} : { limitReachedBefore: true as const }),
  });
}

/** What was bought for a time of its own is there to be used in this cycle as far as earlier ones left it. */
const stayed = (balance: Balance): Balance =>
  balance.left === undefined ? balance : { ...balance, begun: balance.left };

export const inOrder = (books: Books): Books => ({
  ...books,
  balances: inDeductionOrder(books.balances, books.plan.rules, books.plan.readings, listedIn(books)),
});

/** Bucket ids in the order in which they were listed, then bought. */
export const listedIn = ({ plan, packs }: Books): readonly string[] => [...plan.buckets, ...packs].map(({ id }) => id);

/** What was bought for a time of its own; it is there before that time comes and cannot be drawn yet. */
export const openedOnce = (bucket: Bucket, at: WallMs): readonly Balance[] =>
  bucket.term.each === "once" && at < bucket.term.to ? [balanceOf(bucket, bucket.term.from, bucket.term.to)] : [];

const renewed = (books: Books, cycle: Cycle): readonly Balance[] =>
  [...books.plan.buckets, ...books.packs]
    .filter(({ id, term }) => term.each === "cycle" && !books.dropped.includes(id))
    .map((bucket) => balanceOf(bucket, cycle.from, cycle.to));

/** A plan that was bought once brings its buckets once: nothing before it began and nothing after it ended. */
const brings = ({ cycle: rule }: DataPlan, { from, to }: Cycle): boolean =>
  rule.every !== "once" || (from !== BEGINNING && to !== NEVER);

export const balanceOf = (bucket: Bucket, opened: WallMs, expires: WallMs): Balance => ({
  bucket,
  carried: false,
  opened,
  expires,
  ...(bucket.quota === undefined ? {} : { held: bucket.quota, left: bucket.quota }),
});
