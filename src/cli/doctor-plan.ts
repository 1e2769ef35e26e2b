import { planSource, type FilesSource } from "../agent/plan-files.ts";
import { describeBytes } from "../base/bytes.ts";
import { textOf } from "../base/fault.ts";
import { unreachable } from "../base/unreachable.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import type { Settings } from "../settings/declaration.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** Whether the files of plans and cards can be read, and what they say. */
export async function checkPlan({ inForce }: Examined): Promise<readonly CheckResult[]> {
  try {
    return [{ what: "plan", ...verdictOf(planSource(inForce.settings), inForce.settings) }];
  } catch (thrown) {
    return [
      {
        what: "plan",
        verdict: "fault",
        found: textOf(thrown),
        remedy: "Mend each place; `cellward plan check FILE` explains a plan back.",
      },
    ];
  }
}

function verdictOf(source: FilesSource, { plan }: Settings): Omit<CheckResult, "what"> {
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
          found: "no quota is set: bytes are counted, nothing is held against a plan",
          remedy: 'Set plan.quota, such as "30 MB", and plan.cycle_day; or name a plan file in plan.file.',
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
