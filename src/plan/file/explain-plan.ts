import type { Voiding } from "../carrier-rules.ts";
import { BEGINNING, type Cycle, NEVER } from "../cycle.ts";
import type { DataPlan } from "../data-plan.ts";
import { isCalendarMonth } from "../rating/carry-end.ts";
import { explainCycle } from "./explain-cycle.ts";
import { explainDrawn } from "./explain-order.ts";
import { dayOf, dayText, lastDayOf } from "../local-text.ts";
import { explainOverage } from "./explain-overage.ts";
import { formatMoney } from "../money.ts";
import type { PlanAccount, Rest, Unknown } from "./plan-account.ts";
import { READING_WORDS } from "./reading-words.ts";
import { topUpHelps } from "../top-up.ts";
import { renewableUntil } from "../validity.ts";
import type { Words } from "../words.ts";

/** One part of an explanation. */
export interface Section {
  readonly heading: Words;
  readonly lines: readonly Words[];
}

const both = (en: string, zh: string): Words => ({ en, zh });

/** A plan in plain words, in both languages: what it is, what is drawn when, what is left, what is assumed, what is not known. */
export function explainPlan(account: PlanAccount): readonly Section[] {
  const { plan, order, rests } = account;
  const { orderSource, title } = plan.rules;
  const ordered =
    orderSource === undefined
      ? both("Data is taken off in this order (a default: no source gives it)", "扣减顺序（无来源，为默认值）")
      : both(`Data is taken off in this order (${orderSource})`, `扣减顺序（来源：${orderSource}）`);
  return [
    { heading: both(`${plan.name} (${title.en})`, `${plan.name}（${title.zh}）`), lines: cycleLines(account) },
    { heading: ordered, lines: order.map((drawn, at) => explainDrawn(drawn, at + 1, account)) },
    {
      heading: both("What is left at the end", "周期结束时的剩余流量"),
      lines: [...rests.map((rest) => restLine(rest, account)), ...voidingLines(account)],
    },
    { heading: both("Beyond the plan", "超出套餐之后"), lines: [...explainOverage(plan), ...topUpLines(account)] },
    { heading: both("The card", "卡的有效期与费用"), lines: validityLines(account) },
    {
      heading: both(
        "Assumed, not known: readings of the carrier's words, and their alternatives",
        "以下为假定而非事实：对规则的理解及其他可能",
      ),
      lines: assumptionLines(account),
    },
    { heading: both("Not known", "未知"), lines: account.unknown.map(unknownLine) },
  ].filter(({ lines }) => lines.length > 0);
}

function cycleLines({ plan, cycle }: PlanAccount): readonly Words[] {
  const { zone } = plan.cycle;
  const base = both(
    `Amounts count ${plan.unitBase} bytes a KB; both directions together.`,
    `1 KB = ${plan.unitBase} 字节；上下行合计。`,
  );
  return [...explainCycle(plan), present(cycle, zone), base].flatMap((line) => line ?? []);
}

function present({ from, to }: Cycle, zone: string): Words | undefined {
  if (from === BEGINNING && to === NEVER) return undefined;
  if (from === BEGINNING) return both(`It begins on ${dayOf(to, zone)}.`, `${dayOf(to, zone)} 开始。`);
  if (to === NEVER) return both(`It ended before ${dayOf(from, zone)}.`, `已于 ${dayOf(from, zone)} 之前结束。`);
  return both(
    `The present one: ${dayOf(from, zone)} to ${lastDayOf(to, zone)}.`,
    `当前周期：${dayOf(from, zone)} 至 ${lastDayOf(to, zone)}。`,
  );
}

function restLine({ bucket, carried, ends, by, source }: Rest, { plan, cycle }: PlanAccount): Words {
  const { zone } = plan.cycle;
  const said = by === "source" ? (source ?? "") : by === "plan" ? "the plan file" : "a default: no source says it";
  const saidZh = by === "source" ? `来源：${source ?? ""}` : by === "plan" ? "按套餐文件" : "默认值，无来源";
  if (bucket.quota === undefined)
    return both(`${bucket.id}: has no limit, leaves nothing.`, `${bucket.id}：不限量，无剩余。`);
  if (plan.cycle.every === "once" && ends === NEVER && cycle.from !== BEGINNING)
    return both(`${bucket.id}: ended with the plan.`, `${bucket.id}：已随套餐结束。`);
  if (ends === NEVER) return both(`${bucket.id}: does not end.`, `${bucket.id}：不会到期。`);
  const last = lastDayOf(ends, zone);
  if (carried === undefined)
    return both(`${bucket.id}: is gone after ${last} (${said}).`, `${bucket.id}：${last} 之后清零（${saidZh}）。`);
  const until = lastDayOf(carried.to, zone);
  // A source speaks of months: of other cycles it says nothing, and is not named for them.
  const [who, whoZh] = isCalendarMonth(plan.cycle)
    ? [said, saidZh]
    : [
        by === "plan"
          ? `${said}; until when: assumed, carry_expiry`
          : "assumed, carry_expiry: sources speak of calendar months",
        by === "plan" ? `${saidZh}；截止日为假定，见 carry_expiry` : "假定，见 carry_expiry：来源仅涉及自然月",
      ];
  return both(
    `${bucket.id}: what is left on ${last} can be used until ${until}, under the same conditions, and not a second time (${who}).`,
    `${bucket.id}：${last} 的剩余流量结转，可用至 ${until}，使用条件不变，不可再次结转（${whoZh}）。`,
  );
}

const VOIDED: Readonly<Record<Voiding, Words>> = {
  "plan-changed": both("the plan is changed", "变更套餐"),
  cancelled: both("the card is cancelled", "销户"),
  "pack-unsubscribed": both("the pack is given up", "退订叠加包"),
};

const FEE_ASKED: Readonly<Record<DataPlan["readings"]["feeMonth"], Words>> = {
  stopped: both(
    "After a suspension it is carried over when the fee of the cycle in which that began was charged.",
    "停机的，停机当周期月费成功扣取方可结转。",
  ),
  each: both(
    "After a suspension it is carried over when the fee of each cycle that had a part of it was charged.",
    "停机的，所涉各周期月费均成功扣取方可结转。",
  ),
};

function voidingLines({ plan, rests }: PlanAccount): readonly Words[] {
  if (rests.every(({ carried }) => carried === undefined)) return [];
  const { voidedBy, suspension } = plan.rules.carryOver;
  const { unpaidCycle, feeMonth, packGivenUp } = plan.readings;
  const own = packGivenUp === "pack" && voidedBy.includes("pack-unsubscribed");
  // A cancelled number has no next cycle, whether the carrier's list names it or not.
  const words = [...new Set<Voiding>([...voidedBy, "cancelled"])]
    .filter((voiding) => !(own && voiding === "pack-unsubscribed"))
    .map((voiding) => VOIDED[voiding]);
  return [
    both(
      `Carried over is nothing when in that cycle ${words.map(({ en }) => en).join(", or ")}.`,
      `当周期内发生以下情况时不结转：${words.map(({ zh }) => zh).join("、")}。`,
    ),
    ...(own
      ? [
          both(
            "Of a pack that is given up (退订) what is left of it is not carried over; the rest of that cycle is.",
            "退订叠加包的，该包剩余流量不结转，其余照常结转。",
          ),
        ]
      : []),
    ...(unpaidCycle === "as-ever" ? [] : [FEE_ASKED[feeMonth]]),
    ...(suspension === "ignored"
      ? []
      : [
          both(
            "What was carried over a suspension can be used once service is back.",
            "停机期间结转的流量，恢复使用后可用。",
          ),
        ]),
  ];
}

function topUpLines({ plan, cycle }: PlanAccount): readonly Words[] {
  const { midCycleTopUp } = plan;
  const helps = topUpHelps(plan);
  if (helps === undefined) return [];
  if (helps) return [both("More data can be bought before the cycle ends.", "周期内可以加购流量。")];
  const next =
    cycle.to === NEVER
      ? both("", "")
      : both(`: wait until ${dayOf(cycle.to, plan.cycle.zone)}`, `，须等到 ${dayOf(cycle.to, plan.cycle.zone)}`);
  if (midCycleTopUp !== false)
    return [
      both(
        `Once the limit is reached, data that is bought does not bring service back before the cycle ends${next.en}.`,
        `达到上限后加购流量不能在周期内恢复服务${next.zh}。`,
      ),
    ];
  return [both(`No data can be bought before the cycle ends${next.en}.`, `周期内不能加购流量${next.zh}。`)];
}

function validityLines({ plan }: PlanAccount): readonly Words[] {
  const { validity } = plan;
  if (validity === undefined) return [];
  const { activated, expires, retentionFee, feeDay, fee, balance } = validity;
  const renewable = renewableUntil(validity);
  const line = (known: unknown, words: Words): readonly Words[] => (known === undefined ? [] : [words]);
  const [from, to, kept] = [activated, expires, renewable].map((day) => (day === undefined ? "" : dayText(day)));
  return [
    ...line(activated, both(`Activated on ${from}.`, `${from} 激活。`)),
    ...line(expires, both(`Can be used until ${to}.`, `有效期至 ${to}。`)),
    ...line(
      renewable,
      both(`Can be renewed until ${kept}; then the number is cancelled.`, `${kept} 之前可续费，之后销户。`),
    ),
    ...line(
      retentionFee,
      both(
        `Keeping the stopped number costs ${formatMoney(retentionFee ?? 0n)} a month.`,
        `停机保号费每月 ${formatMoney(retentionFee ?? 0n)}。`,
      ),
    ),
    ...line(feeDay, both(`The fee is taken on day ${feeDay} of the month.`, `每月 ${feeDay} 日扣费。`)),
    ...line(fee, both(`The fee is ${formatMoney(fee ?? 0n)}.`, `月费 ${formatMoney(fee ?? 0n)}。`)),
    ...line(
      balance,
      both(
        `The balance was ${formatMoney(balance ?? 0n)} when the file was written.`,
        `写入文件时的余额为 ${formatMoney(balance ?? 0n)}。`,
      ),
    ),
  ];
}

function assumptionLines({ readings, assumed }: PlanAccount): readonly Words[] {
  return [
    ...readings.map(({ key, value, alternatives, setBy }) => {
      const words = READING_WORDS[key][value] ?? both(value, value);
      const others = alternatives.join(", ");
      const whose = setBy === "plan" ? both("set by the plan file", "由套餐文件指定") : both("default", "默认");
      return both(
        `${words.en} (readings.${key} = ${value}, ${whose.en}; else: ${others})`,
        `${words.zh}（readings.${key} = ${value}，${whose.zh}；其他取值：${others}）`,
      );
    }),
    ...assumed.map(({ key, value }) =>
      both(`${key} is not given, so it is taken to be ${value}`, `未给出 ${key}，按 ${value} 处理`),
    ),
  ];
}

const UNKNOWN: Readonly<Record<Unknown, Words>> = {
  overage: both(
    "What happens beyond the plan ([overage]): data may stop, or cost money. The reserve is kept as if it stopped.",
    "超出套餐后会怎样（[overage]）：可能停用数据，也可能另行计费。预留按“会停用”处理。",
  ),
  "mid-cycle-top-up": both(
    "Whether data can be bought before the cycle ends (mid_cycle_topup).",
    "周期内能否加购流量（mid_cycle_topup）。",
  ),
  expiry: both("Until when the card is valid ([validity]).", "卡的有效期（[validity]）。"),
  order: both(
    "The carrier's own order of deduction: the carrier's hotline tells it.",
    "运营商实际的扣减顺序：可向客服查询。",
  ),
  destinations: both(
    "Which bytes go to the destinations above: a device knows it by the counters <class>__<destination>_up and _down of meter.class_counters. What they do not tell draws nothing from data for some destinations.",
    "哪些流量去往上述目的地：设备依据 meter.class_counters 中的计数器 <类别>__<目的地>_up/_down 判断；未被说明的流量不扣定向流量。",
  ),
};

const unknownLine = (unknown: Unknown): Words => UNKNOWN[unknown];
