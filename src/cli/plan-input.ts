import { Fault } from "../base/fault.ts";
import { readText, readTomlFiles } from "../host/toml-files.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { LARGEST_PLAN, type PlanReading, readPlan } from "../plan/file/plan-file.ts";
import { describeFileFault, type FileFault } from "../toml/file-fault.ts";
import { carrierFiles } from "../agent/carrier-files.ts";

/** Reads a plan file. Throws `plan-invalid` when there is no such file, `carrier-file-invalid` for carriers of one's own, `usage` where there are none. */
export function planInput(file: string, own: string | undefined): PlanReading {
  // An agent's directory may be made later; one that is named on a command line and holds nothing is a slip.
  if (own !== undefined && readTomlFiles(own, "carrier-file-invalid").length === 0)
    throw new Fault(
      "usage",
      `--carriers: found no carrier's file (*.toml) in ${JSON.stringify(own)}; expected a directory of them`,
    );
  return readPlan(
    readText(file, "plan-invalid", LARGEST_PLAN),
    carrierFiles(own).map(({ rules }) => rules),
  );
}

/** The same, of a file that has to hold a plan. Throws `plan-invalid` with every fault where it does not. */
export function planFrom(file: string, own: string | undefined): DataPlan {
  const input = planInput(file, own);
  if (input.kind === "refused") throw refusalOf(file, input.faults);
  return input.plan;
}

export function refusalOf(file: string, faults: readonly FileFault[]): Fault {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const lines = faults.map((fault) => `  ${describeFileFault(file, fault)}`);
  return new Fault("plan-invalid", [`the plan was refused (${count}):`, ...lines].join("\n"));
}
