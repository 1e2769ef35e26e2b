import { planSource, type FilesSource } from "../agent/plan-files.ts";
import { describeBytes } from "../base/bytes.ts";
import { textOf } from "../base/fault.ts";
import { unreachable } from "../base/unreachable.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import type { Settings } from "../settings/declaration.ts";
import type { CheckResult, Examined, Judgement } from "./doctor-check.ts";

/** Whether the files of plans and cards can be read, and what they say. */
export async function checkPlan({ inForce }: Examined): Promise<readonly CheckResult[]> {
  try {
    return [{ what: "plan", ...verdictOf(planSource(inForce.settings), inForce.settings) }];
  } catch (thrown) {
    return [
      {
        what: "plan",
        verdict: "fault",
        found: { en: textOf(thrown), zh: "套餐文件或卡规则文件无法读取或有误，见上" },
        remedy: {
          en: "Mend each place; `cellward plan check FILE` explains a plan back.",
          zh: "请逐处修改；用 cellward plan check 文件 可查看程序对套餐的理解。",
        },
      },
    ];
  }
}

function verdictOf(source: FilesSource, { plan }: Settings): Judgement {
  switch (source.kind) {
    case "file":
      return { verdict: "ok", found: `${planText(source.written.plan)}, whatever card is in` };
    case "cards": {
      const names = [...source.plans.values()].map(({ plan: one }) => planText(one));
      return { verdict: "ok", found: `${source.rules.length} rules of cards: ${names.join("; ")}` };
    }
    case "settings":
      if (plan.quota === undefined)
        return {
          verdict: "note",
          found: {
            en: "no quota is set: bytes are counted, nothing is held against a plan",
            zh: "未设置套餐流量：只计量，不与套餐比较",
          },
          remedy: {
            en: 'Set plan.quota, such as "30 MB", and plan.cycle_day; or name a plan file in plan.file.',
            zh: '请设置 plan.quota（例如 "30 MB"）和 plan.cycle_day，或用 plan.file 指定套餐文件。',
          },
        };
      return {
        verdict: "ok",
        found: `${plan.name}: ${describeBytes(plan.quota, plan.unitBase)} a cycle from day ${plan.cycleDay} (${plan.zone})`,
      };
    default:
      return unreachable(source);
  }
}

const planText = ({ name, rules, buckets }: DataPlan): string =>
  `${name} (${rules.carrier}, ${buckets.length === 1 ? "1 bucket" : `${buckets.length} buckets`})`;
