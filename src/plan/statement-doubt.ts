import type { DataPlan } from "./data-plan.ts";
import { cycleAt, type CycleRule } from "./cycle.ts";
import { minuteText } from "./local-text.ts";
import type { PlanFact } from "./plan-fact.ts";
import type { Words } from "./words.ts";

/**
 * Why a fact that is understood may be a slip: it says what was said before, or ends what never began. It is recorded all the
 * same, since who states it may know of something that is stated next. Undefined: nothing speaks against it.
 */
export function statementDoubt(
  fact: PlanFact,
  stated: readonly { readonly id: number; readonly fact: PlanFact }[],
  rule: CycleRule,
): Words | undefined {
  const { zone } = rule;
  if (fact.name === "suspended" || fact.name === "resumed") return suspensionDoubt(fact, stated, zone);
  if (fact.name === "pool-balance" || fact.name === "account-balance") {
    const later = stated.find(({ fact: other }) => other.name === fact.name && other.at > fact.at);
    return later && whatHolds(later.id, minuteText(later.fact.at, zone));
  }
  const twin = stated.find(({ fact: other }) => isSame(fact, other, rule));
  return twin && said(twin.id, minuteText(twin.fact.at, zone));
}

/**
 * What a suspension does to what is left where the carrier carries over only what was paid for (中国移动), as long as nobody
 * stated that the cycle's fee was charged.
 */
export function feeDoubt(
  fact: PlanFact,
  stated: readonly { readonly fact: PlanFact }[],
  { rules, readings, cycle }: DataPlan,
): Words | undefined {
  if (fact.name !== "suspended" && fact.name !== "resumed") return undefined;
  if (rules.carryOver.suspension !== "fee-charged" || readings.unpaidCycle !== "nothing") return undefined;
  const { from } = cycleAt(fact.at, cycle);
  if (stated.some(({ fact: { name, at } }) => name === "fee-charged" && cycleAt(at, cycle).from === from))
    return undefined;
  return {
    en: "What is left of a cycle with a suspension is carried over only when its fee was charged: once it was, say so (cellward fact fee-charged --at TIME), or the rest is void at the cycle's end.",
    zh: "停机周期的剩余流量须当期月费扣取成功才结转；扣费后请执行 cellward fact fee-charged --at 时间，否则期末作废。",
  };
}

function suspensionDoubt(
  fact: PlanFact,
  stated: readonly { readonly id: number; readonly fact: PlanFact }[],
  zone: string,
): Words | undefined {
  const before = stated
    .filter(({ fact: { name, at } }) => (name === "suspended" || name === "resumed") && at <= fact.at)
    .toSorted((a, b) => a.fact.at - b.fact.at)
    .at(-1);
  if (fact.name === "suspended" && before?.fact.name === "suspended") {
    const since = minuteText(before.fact.at, zone);
    return {
      en: `But the card is stated to be suspended since ${since} (fact ${before.id}): that holds, and this changes nothing. If it was back between the two, state it: cellward fact resumed --at TIME.`,
      zh: `但已有记录：${since} 起停机（事实 ${before.id}），以该记录为准，本条不改变结果。如其间曾复机，请补充：cellward fact resumed --at 时间。`,
    };
  }
  if (fact.name === "resumed" && before?.fact.name !== "suspended")
    return {
      en: "But nobody stated that the card was suspended at that time: this changes nothing until you state since when it was: cellward fact suspended --at TIME.",
      zh: "但没有该时间之前停机的记录，本条暂不改变结果；请补充停机时间：cellward fact suspended --at 时间。",
    };
  return undefined;
}

const whatHolds = (id: number, when: string): Words => ({
  en: `But a balance as of later is stated (fact ${id}, ${when}): that one holds.`,
  zh: `但已有更晚的余额记录（事实 ${id}，${when}），以该记录为准。`,
});

const said = (id: number, when: string): Words => ({
  en: `But the same is stated already (fact ${id}, ${when}): take one of them back if it happened once.`,
  zh: `但已有相同记录（事实 ${id}，${when}）；如只发生一次，请撤销其中一条。`,
});

/** Of one instant; of one cycle where it is its fee, which is charged once; a pack that is given up is given up once, whenever that is said. */
function isSame(one: PlanFact, other: PlanFact, rule: CycleRule): boolean {
  if (one.name === "fee-charged")
    return other.name === one.name && cycleAt(other.at, rule).from === cycleAt(one.at, rule).from;
  if (one.name === "pack-unsubscribed") return other.name === one.name && other.bucket === one.bucket;
  if (one.name === "pack-bought")
    return other.name === one.name && other.at === one.at && other.bucket.quota === one.bucket.quota;
  return other.name === one.name && other.at === one.at;
}
