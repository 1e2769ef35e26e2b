import type { Balance } from "./balance.ts";
import { type Books, openCycle } from "./books.ts";
import type { Voiding } from "./carrier-rules.ts";
import { type Cycle, cycleAt, NEVER } from "./cycle.ts";
import type { WallMs } from "../base/instant.ts";

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
  const ending = books.balances.filter((balance) => ends(balance, books, at));
  const closings = ending.map((balance): Closing => ({ balance, at, ...fateOf(balance, books) }));
  const carriedOver = closings
    .filter(({ fate }) => fate === "carried-over")
    .map(({ balance }) => carried(balance, cycle, books.suspended));
  const staying = books.balances.filter((balance) => !ending.includes(balance));
  // Another plan has buckets of its own: what was given up of the old one says nothing of them.
  const dropped = plan === books.plan ? books.dropped : [];
  return { books: openCycle({ ...books, plan, dropped, balances: staying }, cycle, carriedOver), closings };
}

/** A forced change of the plan ends the balances of the cycle before their time. */
const ends = (balance: Balance, books: Books, at: WallMs): boolean =>
  balance.expires <= at || (balance.bucket.term.each === "cycle" && balance.expires === books.cycle.to);

function fateOf(balance: Balance, books: Books): Pick<Closing, "fate" | "why"> {
  const why = lapse(balance, books);
  return why === undefined ? { fate: "carried-over", why: "carries" } : { fate: "lapsed", why };
}

/** Why what is left is gone; undefined: it is carried over. */
function lapse({ bucket, carried: was, left }: Balance, { plan, conduct, cancelled }: Books): Why | undefined {
  if (left === undefined || left === 0n) return "used-up";
  if (cancelled) return "cancelled";
  if (was) return "was-carried";
  const kind = plan.rules.steps.flatMap(({ kinds }) => kinds).find(({ name }) => name === bucket.kind);
  if (!(bucket.carries ?? kind?.carries ?? false))
    return bucket.term.each === "once" ? "bought-once" : "does-not-carry";
  const { voidedBy, suspension } = plan.rules.carryOver;
  if (voidedBy.includes("plan-changed") && conduct.nextPlan !== undefined) return "plan-changed";
  if (voidedBy.includes("pack-unsubscribed") && conduct.unsubscribed.includes(bucket.id)) return "pack-unsubscribed";
  if (suspension === "ignored" || !conduct.suspended) return undefined;
  if (!conduct.feeCharged && plan.readings.unpaidCycle === "nothing") return "fee-not-charged";
  if (conduct.suspendedThroughout && plan.readings.suspendedCycle === "nothing") return "suspended-throughout";
  return undefined;
}

/** It keeps the bucket's scope and is there to the end of the next cycle. */
const carried = ({ bucket, left }: Balance, cycle: Cycle, suspended: boolean): Balance => ({
  bucket,
  carried: true,
  opened: cycle.from,
  expires: cycle.to === NEVER ? NEVER : cycle.to,
  ...(left === undefined ? {} : { held: left, left }),
  ...(suspended ? { dormant: true as const } : {}),
});
