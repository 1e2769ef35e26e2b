import { Fault } from "../base/fault.ts";
import { readFileText } from "../host/toml-files.ts";
import { type CardRule, readCards } from "../plan/card-plan.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { LARGEST_PLAN, readPlan } from "../plan/file/plan-file.ts";
import type { Settings } from "../settings/declaration.ts";
import { describeFileFault, type FileFault } from "../toml/file-fault.ts";
import { type CarrierFile, carrierFiles } from "./carrier-files.ts";

/** A plan and the texts that it was read from: they are kept, so that a book can be rated when the files are others. */
export interface WrittenPlan {
  readonly plan: DataPlan;
  readonly text: string;
  readonly carrier: string;
}

/** Which plan holds for which card, by the settings. */
export type PlanSource =
  /** The amount and the day of the settings themselves. */
  | { readonly kind: "settings" }
  /** The files were refused: each card goes on with the plan that is kept with its book. */
  | { readonly kind: "kept" }
  /** One plan, whatever the card. */
  | { readonly kind: "file"; readonly written: WrittenPlan }
  | { readonly kind: "cards"; readonly rules: readonly CardRule[]; readonly plans: ReadonlyMap<string, WrittenPlan> };

/** What files can say. */
export type FilesSource = Exclude<PlanSource, { readonly kind: "kept" }>;

const LARGEST_CARDS = 1 << 20;

/**
 * Reads every file that the settings name. Throws `plan-invalid` with every fault of all of them, or `carrier-file-invalid`;
 * nothing of them is in force then.
 */
export function planSource({ plan }: Settings): FilesSource {
  if (plan.file === undefined && plan.cards === undefined) return { kind: "settings" };
  const carriers = carrierFiles(plan.carriers);
  const faults: string[] = [];
  const source =
    plan.cards === undefined
      ? { kind: "file" as const, written: writtenPlan(plan.file ?? "", carriers, faults) }
      : fleet(plan.cards, plan.plans, carriers, faults);
  if (faults.length > 0) throw refusal(faults);
  if (source.kind === "cards") return source;
  if (source.written === undefined) throw refusal([`${plan.file}: no plan`]);
  return { kind: "file", written: source.written };
}

function fleet(file: string, directory: string, carriers: readonly CarrierFile[], faults: string[]) {
  const known = carriers.map(({ rules }) => rules.carrier);
  const reading = readCards(readFileText(file, "plan-invalid", LARGEST_CARDS), known);
  const plans = new Map<string, WrittenPlan>();
  if (reading.kind === "refused") faults.push(...described(file, reading.faults));
  const rules = reading.kind === "cards" ? reading.rules : [];
  for (const [index, { plan, carrier }] of rules.entries()) {
    const first = rules.findIndex((rule) => rule.plan === plan) === index;
    const written = first
      ? planOfRule(`${file}: sim[${index + 1}].plan: found "${plan}"`, `${directory}/${plan}.toml`, carriers, faults)
      : plans.get(plan);
    if (written !== undefined) plans.set(plan, written);
    const found = written?.plan.rules.carrier;
    if (found !== undefined && found !== carrier)
      faults.push(
        `${file}: sim[${index + 1}].carrier: found "${carrier}"; expected "${found}", as ${plan}.toml has it`,
      );
  }
  return { kind: "cards" as const, rules, plans };
}

/** A plan that a rule names and nobody has written is a fault of the rule. */
function planOfRule(place: string, file: string, carriers: readonly CarrierFile[], faults: string[]) {
  try {
    return writtenPlan(file, carriers, faults);
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== "plan-invalid") throw thrown;
    faults.push(`${place}; expected the name of a plan's file, without .toml. ${thrown.detail}`);
    return undefined;
  }
}

function writtenPlan(file: string, carriers: readonly CarrierFile[], faults: string[]): WrittenPlan | undefined {
  const text = readFileText(file, "plan-invalid", LARGEST_PLAN);
  const reading = readPlan(
    text,
    carriers.map(({ rules }) => rules),
  );
  if (reading.kind === "refused") {
    faults.push(...described(file, reading.faults));
    return undefined;
  }
  const { plan } = reading;
  const carrier = carriers.find(({ rules }) => rules.carrier === plan.rules.carrier)?.text ?? "";
  return { plan, text, carrier };
}

const described = (file: string, faults: readonly FileFault[]): readonly string[] =>
  faults.map((fault) => describeFileFault(file, fault));

const refusal = (faults: readonly string[]): Fault =>
  new Fault(
    "plan-invalid",
    [`the plans were refused (${faults.length === 1 ? "1 fault" : `${faults.length} faults`}):`, ...faults].join(
      "\n  ",
    ),
  );
