import { courseOf, factsOf, readKeptCard } from "../agent/kept-plans.ts";
import { WallMs } from "../base/instant.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import type { PlanFact } from "../plan/plan-fact.ts";
import { simplePlan } from "../plan/simple-plan.ts";
import type { Usage } from "../plan/usage.ts";
import type { CourseAnswer, HoursAnswer } from "../report/hours-answer.ts";

/** What the running agent knows of the card that is in, as rating takes it. */
export interface AgentCourse {
  readonly plan: DataPlan;
  /** Nothing limits this card here: no plan is known for it. */
  readonly unknown: boolean;
  readonly facts: readonly PlanFact[];
  /** What is in no hour yet counts just before `asOf`. */
  readonly usages: readonly Usage[];
  readonly asOf: WallMs;
}

export function agentCourse(book: HoursAnswer, { kept, simple }: CourseAnswer): AgentCourse {
  const card = readKeptCard(kept);
  const { quota, ...rest } = simple;
  const own = simplePlan({ ...rest, quota: quota === undefined ? undefined : BigInt(quota) });
  const { plan, facts } = courseOf(card) ?? { plan: own, facts: factsOf(card.stated) };
  const asOf = WallMs(Date.parse(book.at));
  const open = { at: asOf - 1, ...book.besides };
  const usages = [...book.hours, open].map(({ at, up, down, ...known }): Usage => {
    const bytes = BigInt(up) + BigInt(down);
    return { at: WallMs(at), bytes, ...known };
  });
  return { plan, unknown: plan === own && quota === undefined, facts, usages, asOf };
}
