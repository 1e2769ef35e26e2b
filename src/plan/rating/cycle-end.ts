import type { WallMs } from "../../base/instant.ts";
import type { Balance } from "./balance.ts";
import { type Books, openCycle } from "./books.ts";
import type { Voiding } from "../carrier-rules.ts";
import { type Cycle, cycleAt } from "../cycle.ts";
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
    if (why === undefined) carriedOver.push(carried(balance, cycle, sleeps(books)));
  }
  const left = { ...books, balances: staying };
  const next = plan === books.plan ? left : changePlan(left, plan, at);
  return { books: openCycle(next, cycle, carriedOver), closings };
}

/** A forced change of the plan ends what belongs to the cycle before its time. */
const ends = ({ bucket, carried: was, expires }: Balance, { cycle }: Books, at: WallMs): boolean =>
  expires <= at || (at < cycle.to && (was || bucket.term.each === "cycle"));

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
  if (voidedBy.includes("plan-changed") && conduct.nextPlan !== undefined) return "plan-changed";
  if (voidedBy.includes("pack-unsubscribed") && conduct.unsubscribed.includes(bucket.id)) return "pack-unsubscribed";
  const suspendedMs = suspendedUntil(at, books);
  if (suspendedMs === 0) return undefined;
  if (!conduct.feeCharged && plan.readings.unpaidCycle === "nothing") return "fee-not-charged";
  if (suspendedMs === at - books.cycle.from && plan.readings.suspendedCycle === "nothing")
    return "suspended-throughout";
  return undefined;
}

const suspendedUntil = (at: WallMs, { conduct, cycle, suspendedSince }: Books): number =>
  conduct.suspendedMs + (suspendedSince === undefined ? 0 : at - Math.max(suspendedSince, cycle.from));

const sleeps = ({ plan, suspendedSince }: Books): boolean =>
  suspendedSince !== undefined && plan.rules.carryOver.suspension === "fee-charged";

/** It keeps the bucket's scope and is there to the end of the next cycle. */
const carried = ({ bucket, left }: Balance, cycle: Cycle, dormant: boolean): Balance => ({
  bucket,
  carried: true,
  opened: cycle.from,
  expires: cycle.to,
  ...(left === undefined ? {} : { held: left, left }),
  ...(dormant ? { dormant: true as const } : {}),
});
