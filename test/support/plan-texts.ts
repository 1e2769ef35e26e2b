import { readdirSync, readFileSync } from "node:fs";
import type { PlanSource } from "../../src/agent/plan-files.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { readPlan } from "../../src/plan/file/plan-file.ts";
import { describeFileFault } from "../../src/toml/file-fault.ts";
import { CARRIER_TEXTS, SHIPPED_CARRIERS } from "./shipped-carriers.ts";

const DIRECTORY = new URL("../../config/plans/", import.meta.url).pathname;

/** The examples that come with the program, by file name. */
export const PLAN_TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(DIRECTORY)
    .filter((name) => name.endsWith(".toml"))
    .toSorted()
    .map((name) => [name, readFileSync(DIRECTORY + name, "utf8")]),
);

/** Every fault of a plan's text, as `p:12: key: found ...; expected ...`. */
export function planFaults(text: string): readonly string[] {
  const reading = readPlan(text, SHIPPED_CARRIERS);
  return reading.kind === "refused" ? reading.faults.map((fault) => describeFileFault("p", fault)) : [];
}

export function acceptedPlan(text: string): DataPlan {
  const reading = readPlan(text, SHIPPED_CARRIERS);
  if (reading.kind === "plan") return reading.plan;
  throw new TypeError(planFaults(text).join("\n"));
}

/** What an agent is started with that reads this text as its `plan.file`. */
export function planSource(text: string): PlanSource {
  const plan = acceptedPlan(text);
  return { kind: "file", written: { plan, text, carrier: CARRIER_TEXTS[plan.rules.carrier] ?? "" } };
}
