import { nearest } from "../../base/nearest.ts";
import { type CsvFault, shownCell } from "../../csv/csv-fault.ts";
import type { DataPlan } from "../data-plan.ts";
import type { PlanFact } from "../plan-fact.ts";

export interface FactLine {
  readonly line: number;
  readonly fact: PlanFact;
}

/** What each fact says is right and the course of them is not: in the order of time. */
export function courseFaults(lines: readonly FactLine[], plan: DataPlan): readonly CsvFault[] {
  const known = new Set(plan.buckets.map(({ id }) => id));
  for (const { fact } of lines) {
    if (fact.name === "pack-bought") known.add(fact.bucket.id);
    if (fact.name === "plan-changed") for (const { id } of fact.plan.buckets) known.add(id);
  }
  let suspended = false;
  return lines.flatMap(({ line, fact }): readonly CsvFault[] => {
    if (fact.name === "pack-unsubscribed" && !known.has(fact.bucket)) {
      const [near, all] = [nearest(fact.bucket, [...known]), [...known].join(", ")];
      const hint = near === undefined ? "" : `the nearest is ${near}; all are `;
      return [
        { line, column: "bucket", found: shownCell(fact.bucket), expected: `a bucket of the plans: ${hint}${all}` },
      ];
    }
    if (fact.name === "suspended") suspended = true;
    if (fact.name !== "resumed") return [];
    const before = suspended;
    suspended = false;
    return before
      ? []
      : [{ line, column: "fact", found: '"resumed"', expected: "suspended before it, or nothing changes" }];
  });
}
