import { type WallMs, isoInstant } from "../base/instant.ts";
import type { Bucket } from "../plan/bucket.ts";
import { BEGINNING, NEVER } from "../plan/cycle.ts";
import { formatMoney } from "../plan/money.ts";
import type { Overage } from "../plan/overage.ts";
import type { PlanAccount } from "../plan/file/plan-account.ts";
import type { Validity } from "../plan/validity.ts";
import { dayText } from "../plan/local-text.ts";

/** An instant that no calendar ends at is null. */
const instant = (at: WallMs): string | null => (at === BEGINNING || at === NEVER ? null : isoInstant(at));

/** What `plan check --json` prints: amounts in bytes, money and dates as texts. */
export function planJson(account: PlanAccount): object {
  const { plan, cycle, order, rests, readings, assumed, unknown } = account;
  const { rules } = plan;
  return {
    name: plan.name,
    carrier: {
      name: rules.carrier,
      title: rules.title,
      sources: rules.sources,
      orderSource: rules.orderSource ?? null,
    },
    unitBase: plan.unitBase,
    cycle: { rule: plan.cycle, from: instant(cycle.from), to: instant(cycle.to) },
    order: order.map(({ bucket, carried, from, to, step, kind }, at) => ({
      place: at + 1,
      ...bucketJson(bucket),
      carried,
      step: step ?? null,
      term: kind?.term ?? null,
      from: instant(from),
      to: instant(to),
    })),
    rests: rests.map(({ bucket, carried, ends, by, source }) => ({
      bucket: bucket.id,
      ends: instant(ends),
      carriedUntil: carried === undefined ? null : instant(carried.to),
      by,
      source: source ?? null,
    })),
    carryOver: rules.carryOver,
    overage: overageJson(plan.overage),
    midCycleTopUp: plan.midCycleTopUp ?? null,
    validity: plan.validity === undefined ? null : validityJson(plan.validity),
    readings,
    assumed,
    unknown,
  };
}

const bucketJson = ({ id, kind, quota, scope, priority, level }: Bucket): object => ({
  bucket: id,
  kind,
  quota: quota === undefined ? null : Number(quota),
  scope,
  priority: priority ?? null,
  level,
});

function overageJson(overage: Overage): object {
  if (overage.kind !== "tariff") return overage;
  const { tiers, repeat, unit, step, capBytes, capMoney, rounded, stepRounding } = overage;
  return {
    kind: overage.kind,
    tiers: tiers.map(({ from, price, per }) => ({ from: Number(from), price: formatMoney(price), per: Number(per) })),
    repeat: repeat === undefined ? null : Number(repeat),
    unit: Number(unit),
    rounded,
    step: formatMoney(step),
    stepRounding,
    cap: capBytes === undefined ? null : Number(capBytes),
    capMoney: capMoney === undefined ? null : formatMoney(capMoney),
  };
}

function validityJson(validity: Validity): object {
  const { activated, expires, renewWithinMonths, retentionFee, feeDay, fee, balance } = validity;
  const money = (amount: bigint | undefined): string | null => (amount === undefined ? null : formatMoney(amount));
  return {
    activated: activated === undefined ? null : dayText(activated),
    expires: expires === undefined ? null : dayText(expires),
    renewWithinMonths: renewWithinMonths ?? null,
    retentionFee: money(retentionFee),
    feeDay: feeDay ?? null,
    fee: money(fee),
    balance: money(balance),
  };
}
