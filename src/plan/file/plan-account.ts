import { defined } from "../../base/defined.ts";
import type { WallMs } from "../../base/instant.ts";
import type { Balance } from "../rating/balance.ts";
import { balanceOf } from "../rating/books.ts";
import type { Bucket } from "../bucket.ts";
import type { BucketKind } from "../carrier-rules.ts";
import { BEGINNING, type Cycle, cycleAt, NEVER } from "../cycle.ts";
import type { DataPlan } from "../data-plan.ts";
import { carryEnd, isCalendarMonth } from "../rating/carry-end.ts";
import { inDeductionOrder, stepOf } from "../rating/deduction-order.ts";
import type { Assumed } from "./plan-file.ts";
import { READING_FIELDS, READING_KEYS, type ReadingKey } from "./written-readings.ts";
import { READING_WORDS } from "./reading-words.ts";

/** One thing that can be drawn, in its place of the order. */
export interface Drawn {
  readonly bucket: Bucket;
  /** What is left of it from the cycle before. */
  readonly carried: boolean;
  readonly from: WallMs;
  readonly to: WallMs;
  /** From 1; absent for a kind that the carrier does not list. */
  readonly step?: number;
  readonly kind?: BucketKind;
}

/** What becomes of the rest of a bucket. */
export interface Rest {
  readonly bucket: Bucket;
  /** From when on the rest is carried over, and to when; absent: it lapses at `ends`. */
  readonly carried?: Cycle;
  /** When the bucket itself ends. */
  readonly ends: WallMs;
  /** Who says whether it carries: the plan file, a source, or nobody. */
  readonly by: "plan" | "source" | "default";
  readonly source?: string;
}

export interface ReadingInForce {
  readonly key: ReadingKey;
  /** As a file has it. */
  readonly value: string;
  readonly alternatives: readonly string[];
  readonly setBy: "plan" | "carrier";
}

/** A plan as it works out at one instant: what is told of it by `plan check`. */
export interface PlanAccount {
  readonly plan: DataPlan;
  readonly cycle: Cycle;
  /** The one drawn first first. */
  readonly order: readonly Drawn[];
  readonly rests: readonly Rest[];
  readonly readings: readonly ReadingInForce[];
  /** What the plan's file leaves out. */
  readonly assumed: readonly Assumed[];
  readonly unknown: readonly Unknown[];
}

/** What the plan does not tell and nobody else does. */
export type Unknown =
  | "overage"
  | "mid-cycle-top-up"
  | "expiry"
  | "order"
  /** Which bytes are of the sets of destinations that the plan names. */
  | "destinations";

export function accountOf(plan: DataPlan, at: WallMs, assumed: readonly Assumed[] = []): PlanAccount {
  const cycle = cycleAt(at, plan.cycle);
  const rests = plan.buckets.map((bucket) => restOf(bucket, plan, cycle));
  const balances = plan.buckets.flatMap((bucket, index) => balancesOf(bucket, rests[index], { plan, cycle }, at));
  const listed = plan.buckets.map(({ id }) => id);
  const order = inDeductionOrder(balances, plan.rules, plan.readings, listed).map(
    ({ bucket, carried, opened, expires }): Drawn =>
      defined({
        bucket,
        carried,
        from: opened,
        to: expires,
        step: stepOf(bucket.kind, plan.rules),
        kind: kindOf(bucket, plan),
      }),
  );
  return { plan, cycle, order, rests, readings: readingsOf(plan), assumed, unknown: unknownOf(plan) };
}

const kindOf = (bucket: Bucket, { rules }: DataPlan): BucketKind | undefined =>
  rules.steps.flatMap(({ kinds }) => kinds).find(({ name }) => name === bucket.kind);

/** Packs that are over, and carried data of a plan that had no cycle before, are not there to be drawn. */
function balancesOf(
  bucket: Bucket,
  rest: Rest | undefined,
  { plan, cycle }: Pick<PlanAccount, "plan" | "cycle">,
  at: WallMs,
): readonly Balance[] {
  const { term } = bucket;
  if (term.each === "once") return at < term.to ? [balanceOf(bucket, term.from, term.to)] : [];
  const now = balanceOf(bucket, cycle.from, cycle.to);
  return rest?.carried === undefined
    ? [now]
    : [{ ...now, carried: true, expires: carryEnd(cycle.from, cycle.to, plan) }, now];
}

function restOf(bucket: Bucket, plan: DataPlan, cycle: Cycle): Rest {
  const kind = kindOf(bucket, plan);
  const ends = bucket.term.each === "once" ? bucket.term.to : cycle.to;
  const by = bucket.carries !== undefined ? "plan" : kind?.source === undefined ? "default" : "source";
  const source = by === "source" ? kind?.source : undefined;
  return defined({ bucket, carried: carriedOver(bucket, kind, plan, ends), ends, by, source } as const);
}

/** A pack of a time of its own is carried over only when that time ends together with a cycle. */
function carriedOver(bucket: Bucket, kind: BucketKind | undefined, plan: DataPlan, ends: WallMs): Cycle | undefined {
  if (bucket.quota === undefined || !(bucket.carries ?? kind?.carries ?? false)) return undefined;
  // After a plan that was bought once there is no cycle into which anything could be carried.
  if (ends === NEVER || plan.cycle.every === "once" || plan.cycle.every === "never") return undefined;
  const next = cycleAt(ends, plan.cycle);
  if (next.from !== ends || next.from === BEGINNING) return undefined;
  return { from: ends, to: carryEnd(ends, next.to, plan) };
}

/** A reading that decides nothing for this plan would be said in vain: its question does not arise. */
function isLive(key: ReadingKey, { readings, rules, cycle }: Pick<DataPlan, "readings" | "rules" | "cycle">): boolean {
  if (key === "fee_month") return readings.unpaidCycle === "nothing";
  if (key === "pack_given_up") return rules.carryOver.voidedBy.includes("pack-unsubscribed");
  if (key === "carry_expiry") return !isCalendarMonth(cycle);
  return true;
}

function readingsOf({ readings, rules, cycle }: DataPlan): readonly ReadingInForce[] {
  return READING_KEYS.filter((key) => isLive(key, { readings, rules, cycle })).map((key) => {
    const field = READING_FIELDS[key];
    const value = String(readings[field]);
    const alternatives = Object.keys(READING_WORDS[key]).filter((other) => other !== value);
    return { key, value, alternatives, setBy: readings[field] === rules.readings[field] ? "carrier" : "plan" };
  });
}

function unknownOf({ overage, midCycleTopUp, validity, rules, buckets }: DataPlan): readonly Unknown[] {
  return [
    ...(overage.kind === "unknown" ? ["overage" as const] : []),
    ...(midCycleTopUp === undefined ? ["mid-cycle-top-up" as const] : []),
    ...(validity?.expires === undefined ? ["expiry" as const] : []),
    ...(rules.orderSource === undefined ? ["order" as const] : []),
    ...(buckets.some(({ scope }) => scope.destination !== undefined) ? ["destinations" as const] : []),
  ];
}
