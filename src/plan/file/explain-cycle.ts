import { unreachable } from "../../base/unreachable.ts";
import type { CycleRule } from "../cycle.ts";
import type { DataPlan } from "../data-plan.ts";
import { dayText } from "../local-text.ts";
import type { Words } from "../words.ts";

const both = (en: string, zh: string): Words => ({ en, zh });

/** When a plan's cycles begin and end; below what the carrier's file says of that, and where the plan says something else. */
export function explainCycle({ cycle, rules: { billing } }: Pick<DataPlan, "cycle" | "rules">): readonly Words[] {
  const lines = [rhythm(cycle)];
  if (billing === undefined || cycle.every !== "month") return lines;
  const { day, note, source } = billing;
  const [who, whoZh] = source === undefined ? ["a default", "默认值，无来源"] : [source, `来源：${source}`];
  lines.push(both(`${note.en} (${who})`, `${note.zh}（${whoZh}）`));
  if (cycle.day !== day)
    lines.push(
      both(
        `But this plan says day ${cycle.day}: hold it against a bill, and set day = ${day} where the carrier is right.`,
        `但本套餐文件写的是 ${cycle.day} 日：请核对账单，如以运营商为准请改为 day = ${day}。`,
      ),
    );
  return lines;
}

function rhythm(rule: CycleRule): Words {
  const { zone } = rule;
  switch (rule.every) {
    case "month":
      return monthly(rule.day, zone);
    case "days":
      return both(
        `A cycle lasts ${rule.days} days, counted from ${dayText(rule.from)}, midnight of ${zone}.`,
        `计费周期为 ${rule.days} 天，自 ${dayText(rule.from)} 零点起算（时区 ${zone}）。`,
      );
    case "once":
      return both(
        `Bought once, for ${rule.months} months from ${dayText(rule.from)} on (${zone}); nothing comes after it.`,
        `一次性购买，自 ${dayText(rule.from)} 起 ${rule.months} 个月（时区 ${zone}），到期后不再续。`,
      );
    case "never":
      return both(`Nothing ends and nothing begins anew (${zone}).`, `没有计费周期（时区 ${zone}）。`);
    default:
      return unreachable(rule);
  }
}

function monthly(day: number, zone: string): Words {
  const [short, shortZh] = day > 28 ? [" (on the last day of a shorter month)", "；当月无此日时取最后一天"] : ["", ""];
  const [to, toZh] =
    day > 1 && day <= 28 ? [`, and ends with day ${day - 1} of the next`, `，至次月 ${day - 1} 日结束`] : ["", ""];
  return both(
    `A cycle begins on day ${day} of each month at midnight of ${zone}${short}${to}.`,
    `计费周期从每月 ${day} 日零点开始${toZh}（时区 ${zone}${shortZh}）。`,
  );
}
