import type { Duration } from "../../base/duration.ts";
import { Millis, Minutes } from "../../base/duration.ts";
import { wallAfter } from "../../base/instant.ts";
import type { TimeStamp } from "../sms/time-stamp.ts";
import type { Subscription } from "../subscription.ts";
import type { CarrierPlan } from "./carrier-plan.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** As carriers write it: 1 GB is 1024 MB, cut after the second digit. */
function amount(bytes: bigint): string {
  const count = Number(bytes);
  const [size, unit] = count >= GIB ? [GIB, "GB"] : [MIB, "MB"];
  return `${(Math.floor((count / size) * 100) / 100).toFixed(2)}${unit}`;
}

/** Puts what the carrier knows of a card into a sentence of its plan. */
export function planText(
  template: string,
  plan: CarrierPlan,
  { used, quota }: Pick<Subscription, "used" | "quota">,
  { wall, quarterHours }: TimeStamp,
): string {
  const zone: Duration = Millis(Minutes(15) * quarterHours);
  const local = new Date(wallAfter(wall, zone));
  const left = quota === undefined ? undefined : quota - used.inCycle;
  const places: Readonly<Record<string, string>> = {
    used: amount(used.inCycle),
    left: left === undefined ? "不限量" : amount(left > 0n ? left : 0n),
    total: quota === undefined ? "不限量" : amount(quota),
    balance: plan.balance,
    month: String(local.getUTCMonth() + 1),
    day: String(local.getUTCDate()),
    hour: String(local.getUTCHours()),
  };
  return template.replace(/\{([a-z]+)\}/g, (all, name: string) => places[name] ?? all);
}

/** What the plan's service number says to a text; undefined when the number is nobody's. */
export function replyTo(plan: CarrierPlan, to: string, text: string): string | undefined {
  const asked = text.replaceAll(/\s/g, "").toUpperCase();
  const rows = plan.replies.filter((row) => row.to === to);
  return (rows.find((row) => row.text?.toUpperCase() === asked) ?? rows.find((row) => row.text === undefined))?.reply;
}
