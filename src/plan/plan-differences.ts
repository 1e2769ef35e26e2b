import { describeBytes } from "../base/bytes.ts";
import type { Bucket } from "./bucket.ts";
import type { CycleRule } from "./cycle.ts";
import type { DataPlan } from "./data-plan.ts";
import type { Words } from "./words.ts";

/** In what a plan that waits differs from the one in force, in few words; empty: in nothing that rates a byte. */
export function planDifferences(now: DataPlan, next: DataPlan): readonly Words[] {
  const ids = [...new Set([...now.buckets, ...next.buckets].map(({ id }) => id))];
  const of = ({ buckets, unitBase }: DataPlan, id: string): string | undefined => {
    const bucket = buckets.find((one) => one.id === id);
    return bucket && bucketText(bucket, unitBase);
  };
  const changes = ids.flatMap((id) => change(id, of(now, id), of(next, id)));
  const carrier = change("carrier 运营商", now.rules.carrier, next.rules.carrier);
  const cycle = change("cycle 账期", cycleText(now.cycle), cycleText(next.cycle));
  const beyond = change("beyond the plan 套外", now.overage.kind, next.overage.kind);
  const told = [...carrier, ...cycle, ...changes, ...beyond];
  if (told.length > 0 || figures(now) === figures(next)) return told;
  return [{ en: "details of prices, readings, validity or levels", zh: "价格、规则理解、有效期或级别等细节" }];
}

function change(name: string, was: string | undefined, is: string | undefined): readonly Words[] {
  if (was === is) return [];
  if (was === undefined) return [{ en: `${name} ${is} is new`, zh: `新增 ${name} ${is}` }];
  if (is === undefined) return [{ en: `${name} ${was} is gone`, zh: `取消 ${name} ${was}` }];
  return [{ en: `${name} ${was} -> ${is}`, zh: `${name} ${was} -> ${is}` }];
}

function bucketText({ quota, kind, scope, term }: Bucket, base: DataPlan["unitBase"]): string {
  const amount = quota === undefined ? "unlimited 不限量" : describeBytes(quota, base);
  const bound = Object.keys(scope).length === 0 ? "" : `, ${JSON.stringify(scope)}`;
  return `${amount} (${kind}${bound}${term.each === "once" ? ", once" : ""})`;
}

function cycleText(rule: CycleRule): string {
  const how =
    rule.every === "month" ? `month from day ${rule.day}` : rule.every === "days" ? `${rule.days} days` : rule.every;
  return `${how}, ${rule.zone}`;
}

const figures = (plan: DataPlan): string =>
  JSON.stringify({ ...plan, name: "" }, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
