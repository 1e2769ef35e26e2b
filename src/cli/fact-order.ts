import { defined } from "../base/defined.ts";
import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { SAID_WITH, STATED_FACTS } from "../plan/statement.ts";
import type { LocalOrder } from "../report/local-contract.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { DIAGNOSIS_FACTS, diagnosisOrder } from "./diagnosis-facts.ts";
import { NOTED_FACTS } from "./noted-facts.ts";

/** What a dated fact of the plan is told with. */
const PLAN_FLAGS = {
  at: { type: "string" },
  bucket: { type: "string" },
  quota: { type: "string" },
  kind: { type: "string" },
  destination: { type: "string" },
  window: { type: "string" },
  area: { type: "string" },
  until: { type: "string" },
  monthly: { type: "boolean" },
} as const;

/** What `fact reading` is told with. */
const READING_FLAGS = {
  used: { type: "string" },
  remaining: { type: "string" },
  total: { type: "string" },
  "as-of": { type: "string" },
} as const;

const FLAGS = {
  ...SETTINGS_FLAGS,
  ...PLAN_FLAGS,
  ...READING_FLAGS,
  socket: { type: "string" },
  by: { type: "string" },
} as const;

/** What the carrier's page or hotline says: laid beside the meter, never in its place. */
const READING = "reading";

const ALLOWED = [
  ...NOTED_FACTS.map(({ name }) => name),
  "plan-changed --at INSTANT",
  ...STATED_FACTS,
  READING,
  ...DIAGNOSIS_FACTS,
  "list",
  "undo ID",
].join(", ");

const PLAN_CHANGED =
  "another plan is told by its file: change it (or the rule of the card) and `systemctl reload cellward`; it holds from the next cycle on. " +
  "Did the carrier change it at once, then say `cellward fact plan-now`; was the file before only wrong, `cellward fact plan-corrected`; " +
  "was the change ordered earlier than the file was read, `cellward fact plan-changed --at INSTANT`";

/** Facts of the plan that came last, which may be said with the time at which it changed. */
const CHANGED = "plan-changed";
const DATED: readonly string[] = [CHANGED, "plan-now"];

export interface FactArguments {
  readonly name: string;
  readonly values: {
    readonly socket?: string | undefined;
    readonly by?: string | undefined;
    readonly config?: string | undefined;
    readonly set?: string[] | undefined;
  };
  /** As this person says it. Throws `usage`. */
  readonly order: (by: string) => LocalOrder;
}

/** What `fact` was called with. Throws `usage`. */
export function factArguments(argv: readonly string[]): FactArguments {
  const { values, positionals } = readArguments(owingLast(argv), FLAGS, 2);
  const [name = "", operand] = positionals;
  const { socket, config, set, by: saidBy, ...flags } = values;
  const { used, remaining, total, "as-of": asOf, ...told } = flags;
  const figures = defined({ used, remaining, total, asOf });
  const order = (by: string): LocalOrder => {
    if (name !== READING && !BALANCES.includes(name) && Object.keys(figures).length > 0)
      throw new Fault(
        "usage",
        `--used, --remaining, --total and --as-of belong to \`fact ${READING}\`, --as-of to ${BALANCES.join(" and ")} too`,
      );
    checkLengths(Object.entries(figures));
    return orderOf(name, operand, told, by, figures);
  };
  return { name, values: { socket, config, set, by: saidBy }, order };
}

/** An account may owe: `-5` is an amount and no option. */
function owingLast(argv: readonly string[]): readonly string[] {
  const amounts = argv.filter((word) => /^-\d[\d.,]*$/.test(word));
  if (amounts.length === 0 || argv.includes("--")) return argv;
  return [...argv.filter((word) => !amounts.includes(word)), "--", ...amounts];
}

/** Of a balance the amount stands behind the name, and the time is that of the page that shows it. */
const BALANCES: readonly string[] = ["pool-balance", "account-balance"];

type Told = { readonly [K in keyof typeof PLAN_FLAGS]?: string | boolean | undefined };

type Figures = Omit<Extract<LocalOrder, { readonly do: "tell-reading" }>, "do" | "by">;

function orderOf(name: string, operand: string | undefined, told: Told, by: string, figures: Figures): LocalOrder {
  const stated = STATED_FACTS.find((known) => known === name);
  const noted = NOTED_FACTS.find((known) => known.name === name);
  const dated = DATED.includes(name) ? datedOrder(name, operand, told, by) : undefined;
  if (dated !== undefined) return dated;
  if (stated === undefined && Object.keys(told).length > 0)
    throw new Fault("usage", `--${Object.keys(told)[0]} belongs to a fact of the plan: ${STATED_FACTS.join(", ")}`);
  if (name === "undo") return { do: "take-fact-back", by, id: idOf(operand) };
  const about = diagnosisOrder(name, operand, by);
  if (about !== undefined) return about;
  if (BALANCES.includes(name)) return balanceOrder(name, operand, told, by, figures);
  if (noted === undefined && stated === undefined && name !== READING)
    throw new Fault("usage", `"${plainText(name)}" is no fact that can be stated; allowed: ${ALLOWED}`);
  if (operand !== undefined) throw new Fault("usage", `an argument too many: "${plainText(operand)}"`);
  if (noted !== undefined) return { do: noted.request, by };
  if (stated === undefined) return { do: "tell-reading", by, ...figures };
  const { monthly, ...texts } = told;
  const takes: readonly string[] = ["at", ...SAID_WITH[stated]];
  const strange = Object.keys(told).find((option) => !takes.includes(option));
  if (strange !== undefined)
    throw new Fault(
      "usage",
      `--${strange} does not belong to \`fact ${name}\`; expected ${takes.map((option) => `--${option}`).join(", ")}`,
    );
  const words = Object.entries(texts).filter(([, text]) => typeof text === "string");
  checkLengths(words);
  return { do: "state-fact", by, name: stated, ...Object.fromEntries(words), ...(monthly === true ? { monthly } : {}) };
}

/** Undefined: it is said without a time. What a plan changed to is in a file, and the file's change is the fact. */
function datedOrder(
  name: string,
  operand: string | undefined,
  { at, ...others }: Told,
  by: string,
): LocalOrder | undefined {
  if (operand !== undefined) throw new Fault("usage", `an argument too many: "${plainText(operand)}"`);
  const [strange] = Object.keys(others);
  if (strange !== undefined)
    throw new Fault("usage", `--${strange} does not belong to \`fact ${name}\`; expected --at`);
  if (typeof at !== "string") {
    if (name === CHANGED) throw new Fault("usage", PLAN_CHANGED);
    return undefined;
  }
  checkLengths([["at", at]]);
  return name === CHANGED ? { do: "date-plan", by, at } : { do: "hasten-plan", by, at };
}

function balanceOrder(
  name: string,
  amount: string | undefined,
  { at, ...others }: Told,
  by: string,
  { asOf, ...figures }: Figures,
): LocalOrder {
  const stated = STATED_FACTS.find((known) => known === name);
  const [strange] = [...Object.keys(others), ...Object.keys(figures)];
  if (strange !== undefined) throw new Fault("usage", `--${strange} does not belong to \`fact ${name}\``);
  if (at !== undefined && asOf !== undefined) throw new Fault("usage", "--at and --as-of are the same: expected one");
  if (amount === undefined || stated === undefined)
    throw new Fault(
      "usage",
      `expected an amount: cellward fact ${name} ${name === "pool-balance" ? "120GB" : "35.20"}`,
    );
  const when = asOf ?? at;
  checkLengths([["amount", amount]]);
  return { do: "state-fact", by, name: stated, amount, ...(typeof when === "string" ? { at: when } : {}) };
}

function checkLengths(words: readonly (readonly [flag: string, text: unknown])[]): void {
  for (const [flag, text] of words)
    if (String(text).length === 0 || String(text).length > 80)
      throw new Fault("usage", `--${flag}: found ${String(text).length} characters; expected 1 to 80`);
}

function idOf(operand: string | undefined): number {
  if (operand !== undefined && /^[1-9]\d{0,8}$/.test(operand)) return Number(operand);
  throw new Fault(
    "usage",
    `undo: found "${plainText(operand ?? "")}"; expected a fact's number (\`cellward fact list\`)`,
  );
}
