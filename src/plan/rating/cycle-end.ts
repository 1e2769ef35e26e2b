import type { WallMs } from "../../base/instant.ts";
import type { Balance } from "./balance.ts";
import { type Books, type Conduct, monthStart, openCycle } from "./books.ts";
import type { Voiding } from "../carrier-rules.ts";
import { type Cycle, cycleAt, NEVER } from "../cycle.ts";
import { carryEnd } from "./carry-end.ts";
import { kindOf } from "./deduction-order.ts";
import { changePlan } from "./plan-change.ts";

/** What became of a balance that could not be drawn any longer, and why. */
export interface Closing {
  readonly balance: Balance;
  readonly at: WallMs;
  readonly fate: "carried-over" | "lapsed";
  readonly why: Why;
}

export type Why =
  | "carries"
  | "does-not-carry"
  /** No second carry. */
  | "was-carried"
  | "bought-once"
  | "used-up"
  /** Without a limit there is no rest. */
  | "unlimited"
  | "fee-not-charged"
  | "suspended-throughout"
  | Voiding;

/** Ends the cycle: what it leaves is carried over or lapses, and the next cycle's buckets are opened. */
export function endCycle(
  books: Books,
  at: WallMs = books.cycle.to,
): { readonly books: Books; readonly closings: readonly Closing[] } {
  const plan = books.conduct.nextPlan ?? books.plan;
  const cycle: Cycle = { from: at, to: cycleAt(at, plan.cycle).to };
  const closings: Closing[] = [];
  const carriedOver: Balance[] = [];
  const staying: Balance[] = [];
  for (const balance of books.balances) {
    if (!ends(balance, books, at)) {
      staying.push(balance);
      continue;
    }
    const why = lapse(balance, books, at);
    closings.push({ balance, at, fate: why === undefined ? "carried-over" : "lapsed", why: why ?? "carries" });
    if (why === undefined) carriedOver.push(carried(balance, { from: at, to: carriedTo(books, cycle) }, sleeps(books)));
  }
  const left = { ...books, balances: staying };
  const next = plan === books.plan ? left : changePlan(left, plan, at);
  return { books: openCycle(next, cycle, carriedOver, at < books.cycle.to ? goesOn(books) : undefined), closings };
}

/**
 * A forced change of the plan ends the old plan's data before its time, and not the billing month: what the month before handed on
 * is good to the month's end (有效期到本月底).
 */
const ends = ({ bucket, carried: was, expires }: Balance, { cycle }: Books, at: WallMs): boolean =>
  expires <= at || (at < cycle.to && !was && bucket.term.each === "cycle");

/** To the end of the next cycle, or as it is read; of a cycle that was cut short, that after the one which it was. */
function carriedTo({ plan, cycle }: Books, next: Cycle): WallMs {
  if (cycle.to === NEVER) return carryEnd(next.from, next.to, plan);
  return carryEnd(cycle.to, next.from >= cycle.to ? next.to : cycleAt(cycle.to, plan.cycle).to, plan);
}

/** What happened in a billing month holds to its end: a change of the plan in it voids what all of it would hand on. */
function goesOn(books: Books): Conduct {
  const { nextPlan: _, ...conduct } = books.conduct;
  return { ...conduct, since: monthStart(books), changed: true };
}

/** Why what is left is gone; undefined: it is carried over. */
function lapse({ bucket, carried: was, left }: Balance, books: Books, at: WallMs): Why | undefined {
  const { plan, conduct } = books;
  if (left === undefined) return "unlimited";
  if (left === 0n) return "used-up";
  if (was) return "was-carried";
  // A plan that was bought once has no next cycle, and a pack that was bought once is no month's plan (季度包, 半年包):
  // only its own word lets it move.
  if (plan.cycle.every === "once" || (bucket.term.each === "once" && bucket.carries !== true)) return "bought-once";
  if (!(bucket.carries ?? kindOf(bucket.kind, plan.rules)?.carries ?? false)) return "does-not-carry";
  const { voidedBy } = plan.rules.carryOver;
  if (voidedBy.includes("plan-changed") && (conduct.nextPlan !== undefined || conduct.changed === true))
    return "plan-changed";
  if (voidedBy.includes("pack-unsubscribed") && givesUp(bucket.id, books)) return "pack-unsubscribed";
  const suspendedMs = suspendedUntil(at, books);
  if (suspendedMs === 0) return undefined;
  if (plan.readings.unpaidCycle === "nothing" && !conduct.feeCharged && feeAsked(at, books)) return "fee-not-charged";
  if (suspendedMs === at - monthStart(books) && plan.readings.suspendedCycle === "nothing")
    return "suspended-throughout";
  return undefined;
}

const givesUp = (id: string, { plan: { readings }, conduct: { unsubscribed } }: Books): boolean =>
  readings.packGivenUp === "month" ? unsubscribed.length > 0 : unsubscribed.includes(id);

/** 若停机当月套餐月费成功扣费: the month of the stop is meant, and not that in which service came back. */
function feeAsked(at: WallMs, books: Books): boolean {
  const { plan, conduct, suspendedSince } = books;
  if (plan.readings.feeMonth === "each" || conduct.stopped === true) return true;
  return suspendedSince !== undefined && suspendedSince >= monthStart(books) && suspendedSince < at;
}

function suspendedUntil(at: WallMs, books: Books): number {
  const { conduct, suspendedSince } = books;
  return conduct.suspendedMs + (suspendedSince === undefined ? 0 : at - Math.max(suspendedSince, monthStart(books)));
}

const sleeps = ({ plan, suspendedSince }: Books): boolean =>
  suspendedSince !== undefined && plan.rules.carryOver.suspension === "fee-charged";

/** It keeps the bucket's scope. */
const carried = ({ bucket, left }: Balance, cycle: Cycle, dormant: boolean): Balance => ({
  bucket,
  carried: true,
  opened: cycle.from,
  expires: cycle.to,
  ...(left === undefined ? {} : { held: left, left }),
  ...(dormant ? { dormant: true as const } : {}),
});
