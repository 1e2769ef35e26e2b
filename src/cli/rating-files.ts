import { dirname, resolve } from "node:path";
import { Fault } from "../base/fault.ts";
import { CsvFaults } from "../csv/csv-fault.ts";
import { piecesOf } from "../host/text-file.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { readFacts } from "../plan/file/facts-csv.ts";
import type { PlanFact } from "../plan/plan-fact.ts";
import { UsageCsv, type UsageLine } from "../plan/file/usage-csv.ts";

/** Reads a file of usage to its end, line by line. Throws `csv-invalid` with every line that is wrong; `undone` says what was not done then. */
export function readUsage(
  file: string,
  plan: Pick<DataPlan, "cycle" | "unitBase">,
  onUsage: (usage: UsageLine) => void,
  undone: string,
): void {
  const faults = usageFaults(file, plan, onUsage);
  refuse(faults.describe(file), undone);
}

/** Reads usage and the facts beside it, so that the faults of both are told at once. */
export function readRatingFiles(
  plan: DataPlan,
  files: { readonly usage: string; readonly facts: string | undefined },
  {
    planOf,
    onUsage,
    undone,
  }: { planOf: (file: string) => DataPlan; onUsage: (usage: UsageLine) => void; undone: string },
): readonly PlanFact[] {
  const ofUsage = usageFaults(files.usage, plan, onUsage);
  const ofFacts = new CsvFaults();
  const { facts: factsFile } = files;
  const facts =
    factsFile === undefined
      ? []
      : readFacts([...piecesOf(factsFile)].join(""), {
          plan,
          // A file that the facts name lies where they lie.
          planOf: (file) => planOrWhyNot(() => planOf(resolve(dirname(factsFile), file))),
          onFault: (fault) => ofFacts.add(fault),
        });
  refuse([...ofUsage.describe(files.usage), ...ofFacts.describe(factsFile ?? "")], undone);
  return facts;
}

/** A plan that is refused is one fault of the row that names it, beside those of the other rows. */
function planOrWhyNot(read: () => DataPlan): DataPlan | string {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === "plan-invalid") return thrown.detail.replaceAll("\n", "\n  ");
    throw thrown;
  }
}

function usageFaults(
  file: string,
  plan: Pick<DataPlan, "cycle" | "unitBase">,
  onUsage: (usage: UsageLine) => void,
): CsvFaults {
  const faults = new CsvFaults();
  const reader = new UsageCsv(plan, { onUsage, onFault: (fault) => faults.add(fault) });
  for (const piece of piecesOf(file)) reader.feed(piece);
  reader.end();
  return faults;
}

function refuse(told: readonly string[], undone: string): void {
  if (told.length > 0) throw new Fault("csv-invalid", `${undone}:\n  ${told.join("\n  ")}\n`);
}
