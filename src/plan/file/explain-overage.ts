import { describeBytes } from "../../base/bytes.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { DataPlan } from "../data-plan.ts";
import { formatMoney } from "../money.ts";
import type { Tariff } from "../overage.ts";
import type { Words } from "../words.ts";

const both = (en: string, zh: string): Words => ({ en, zh });

/** What happens beyond the plan, in plain words. */
export function explainOverage(plan: DataPlan): readonly Words[] {
  const { overage, unitBase } = plan;
  const { threshold } = { threshold: undefined, ...overage };
  if (threshold === undefined) return explainKind(plan);
  const size = describeBytes(threshold, unitBase);
  return [
    ...explainKind(plan),
    both(
      `The platform stops this card alone at ${size} in a cycle (its own threshold).`,
      `单卡阈值：本卡当期用量达到 ${size} 时由平台单独停用。`,
    ),
  ];
}

function explainKind(plan: DataPlan): readonly Words[] {
  const { overage } = plan;
  switch (overage.kind) {
    case "unknown":
      return [both("It is not known what happens.", "不清楚会怎样。")];
    case "auto-stop":
      return plan.cycle.every === "once" || plan.cycle.every === "never"
        ? [both("Data stops, and no cycle brings it back (自动超停).", "自动超停：停用数据，不会自动恢复。")]
        : [both("Data stops until the next cycle (自动超停).", "自动超停：停用数据，下个周期恢复。")];
    case "tariff":
      return tariffLines(overage, plan);
    case "speed-cap": {
      const speed =
        overage.bitsPerSecond >= 1e6
          ? `${overage.bitsPerSecond / 1e6} Mbit/s`
          : `${overage.bitsPerSecond / 1e3} kbit/s`;
      return [both(`Data goes on at ${speed} (达量限速).`, `达量限速：${speed}。`)];
    }
    case "pool":
      return [
        both(
          `Data comes out of the pool "${overage.pool}" (流量池); what is left there this device cannot count.`,
          `使用流量池“${overage.pool}”；池内余量本机无法计量。`,
        ),
      ];
    default:
      return unreachable(overage);
  }
}

function tariffLines(tariff: Tariff, { unitBase }: DataPlan): readonly Words[] {
  const size = (bytes: bigint): string => describeBytes(bytes, unitBase);
  const { repeat, unit, rounded, step, stepRounding, capBytes, capMoney } = tariff;
  const prices = tariff.tiers.map(({ from, price, per }) => {
    const amount = `${formatMoney(price)} / ${size(per)}`;
    return from === 0n
      ? both(`It costs ${amount}.`, `按 ${amount} 计费。`)
      : both(`From ${size(from)} beyond the plan on: ${amount}.`, `超出 ${size(from)} 起：${amount}。`);
  });
  const whose = rounded === "cycle" ? both("the cycle's total", "周期合计用量") : both("each session", "每次会话");
  const way = stepRounding === "up" ? both("up", "进位") : both("down", "舍去");
  return [
    ...prices,
    ...(repeat === undefined
      ? []
      : [both(`The prices begin anew after every ${size(repeat)}.`, `每 ${size(repeat)} 重新计算阶梯。`)]),
    both(
      `Charged in whole units of ${size(unit)}, ${whose.en} rounded up; the charge is brought ${way.en} to steps of ${formatMoney(step)}.`,
      `按 ${size(unit)} 为单位进位计费（${whose.zh}）；金额按 ${formatMoney(step)} ${way.zh}。`,
    ),
    ...(rounded === "cycle"
      ? []
      : [
          both(
            "A device does not see the carrier's sessions: it rounds each hour and kind of its bytes, so the charge it shows is an estimate.",
            "设备看不到运营商的会话划分：按每小时、每类流量取整，所显示的费用为估算。",
          ),
        ]),
    ...(capBytes === undefined
      ? []
      : [both(`Data stops after ${size(capBytes)} beyond the plan.`, `超出套餐 ${size(capBytes)} 后停用数据。`)]),
    ...(capMoney === undefined
      ? []
      : [
          both(
            `Data stops when ${formatMoney(capMoney)} are reached.`,
            `套外费用达到 ${formatMoney(capMoney)} 后停用数据。`,
          ),
        ]),
  ];
}
