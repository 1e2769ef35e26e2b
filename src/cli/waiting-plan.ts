import { erasThatCount, readKeptCard } from "../agent/kept-plans.ts";
import { planDifferences } from "../plan/plan-differences.ts";

/** In what the plan that waits for the next cycle differs from the one in force, by what the agent keeps of the card's plans. */
export function waitingPlanLines(kept: string, next: string | undefined): readonly string[] {
  const [now, waiting] = erasThatCount(readKeptCard(kept).eras).slice(-2);
  if (next === undefined || now === undefined || waiting?.written.plan.name !== next) return [];
  const changes = planDifferences(now.written.plan, waiting.written.plan);
  if (changes.length === 0) return [`${next} differs in nothing that is charged 仅名称不同`];
  return [
    `${next} differs 与现套餐的不同: ${changes.map(({ en, zh }) => (en === zh ? en : `${en} ${zh}`)).join("; ")}`,
  ];
}
