import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { explainPlan, type Section } from "../plan/file/explain-plan.ts";
import { accountOf } from "../plan/file/plan-account.ts";
import type { Words } from "../plan/words.ts";
import { languagesOf } from "./language-option.ts";
import { readArguments } from "./arguments.ts";
import { planInput, refusalOf } from "./plan-input.ts";
import { planJson } from "./plan-json.ts";

const FLAGS = { lang: { type: "string" }, json: { type: "boolean" }, carriers: { type: "string" } } as const;

export interface PlanCheckPlace {
  readonly now: WallMs;
  out(text: string): void;
}

/** Explains a plan file back. Throws `plan-invalid` with every fault; with --json they are printed, and the code says it. */
export function planCheck(argv: readonly string[], place: PlanCheckPlace): number {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const languages = languagesOf(values.lang, ["en", "zh"]);
  const [file] = positionals;
  if (file === undefined) throw new Fault("usage", "which plan? expected the path of a plan file");
  const input = planInput(file, values.carriers);
  if (input.kind === "refused") {
    if (values.json !== true) throw refusalOf(file, input.faults);
    place.out(`${plainJson({ file, faults: input.faults }, 2)}\n`);
    return EXIT.configuration.code;
  }
  const account = accountOf(input.plan, place.now, input.assumed);
  if (values.json === true) place.out(`${plainJson({ file, plan: planJson(account) }, 2)}\n`);
  else place.out(plainText(languages.map((language) => textOf(explainPlan(account), language)).join("\n")));
  return EXIT.ok.code;
}

export async function run(argv: readonly string[]): Promise<number> {
  return planCheck(argv, { now: WallMs(Date.now()), out: (text) => process.stdout.write(text) });
}

type Language = keyof Words;

const textOf = (sections: readonly Section[], language: Language): string =>
  sections
    .map(({ heading, lines }) => [heading[language], ...lines.map((line) => `  ${line[language]}`)].join("\n"))
    .join("\n")
    .concat("\n");
