import { describeBytes } from "../base/bytes.ts";
import { EXIT } from "../base/exit-codes.ts";
import { defined } from "../base/defined.ts";
import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { STATED_FACTS } from "../plan/statement.ts";
import type { AgentStatus, LocalOrder } from "../report/local-contract.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askStatus, tellAgent } from "./ask.ts";
import { localTimeText } from "./local-day.ts";
import { DIAGNOSIS_FACTS, diagnosisOrder } from "./diagnosis-facts.ts";
import { NOTED_FACTS } from "./noted-facts.ts";
import { whoSays } from "./who-says.ts";

/** What a dated fact of the plan is told with. */
const PLAN_FLAGS = {
  at: { type: "string" },
  bucket: { type: "string" },
  quota: { type: "string" },
  kind: { type: "string" },
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

const CLOCK_UNSET =
  "The system clock shows a time of before this program was built, and nothing else says the present: set it first (date -s), or wait for the network.";

const ALLOWED = [
  ...NOTED_FACTS.map(({ name }) => name),
  ...STATED_FACTS,
  READING,
  ...DIAGNOSIS_FACTS,
  "list",
  "undo ID",
].join(", ");

/** What a person states to the agent. Only root and the agent's own user may; everybody in the group may list. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 2);
  const [name = "", operand] = positionals;
  const path = agentSocket(values);
  if (name === "list") {
    process.stdout.write(listOf(await askStatus(path)));
    return EXIT.ok.code;
  }
  const { socket: _socket, config: _config, set: _set, by: _by, ...flags } = values;
  const { used, remaining, total, "as-of": asOf, ...told } = flags;
  const figures = defined({ used, remaining, total, asOf });
  if (name !== READING && !BALANCES.includes(name) && Object.keys(figures).length > 0)
    throw new Fault(
      "usage",
      `--used, --remaining, --total and --as-of belong to \`fact ${READING}\`, --as-of to ${BALANCES.join(" and ")} too`,
    );
  checkLengths(Object.entries(figures));
  const by = whoSays(values.by);
  const order = orderOf(name, operand, told, by, figures);
  const { result, text } = await tellAgent(`${path}.rw`, order);
  process.stdout.write(`${answerOf(name, result, text)}\n`);
  return EXIT.ok.code;
}

/** Of a balance the amount stands behind the name, and the time is that of the page that shows it. */
const BALANCES: readonly string[] = ["pool-balance", "account-balance"];

type Told = { readonly [K in keyof typeof PLAN_FLAGS]?: string | boolean | undefined };

type Figures = Omit<Extract<LocalOrder, { readonly do: "tell-reading" }>, "do" | "by">;

function orderOf(name: string, operand: string | undefined, told: Told, by: string, figures: Figures): LocalOrder {
  const stated = STATED_FACTS.find((known) => known === name);
  const noted = NOTED_FACTS.find((known) => known.name === name);
  if (stated === undefined && Object.keys(told).length > 0)
    throw new Fault("usage", `--${Object.keys(told)[0]} belongs to a fact of the plan: ${STATED_FACTS.join(", ")}`);
  if (name === "undo") return { do: "take-fact-back", by, id: idOf(operand) };
  const about = diagnosisOrder(name, operand, by);
  if (about !== undefined) return about;
  if (BALANCES.includes(name)) return balanceOrder(name, operand, told, by, figures);
  if (operand !== undefined) throw new Fault("usage", `an argument too many: "${plainText(operand)}"`);
  if (noted !== undefined) return { do: noted.request, by };
  if (name === READING) return { do: "tell-reading", by, ...figures };
  if (stated === undefined)
    throw new Fault("usage", `"${plainText(name)}" is no fact that can be stated; allowed: ${ALLOWED}`);
  const { at, bucket, quota, kind, until, monthly } = told;
  const words = Object.entries({ at, bucket, quota, kind, until }).filter(([, text]) => typeof text === "string");
  checkLengths(words);
  return { do: "state-fact", by, name: stated, ...Object.fromEntries(words), ...(monthly === true ? { monthly } : {}) };
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

/** Throws `agent-refused` for what was not done and should have been. */
function answerOf(name: string, result: string, text = ""): string {
  const noted = NOTED_FACTS.find((known) => known.name === name);
  if (result === "clock-unset") throw new Fault("agent-refused", CLOCK_UNSET);
  if (result === "reading-refused") throw new Fault("usage", text);
  if (result === "reading-kept" || result === "cause-confirmed" || result === "platform-noted") return text;
  if (result === "refused") throw new Fault("agent-refused", text);
  if (result === "no-such-fact")
    throw new Fault("agent-refused", "the card that is in has no fact of that number; `cellward fact list` shows them");
  if (noted !== undefined) return result === noted.nothing ? noted.needless : noted.done;
  if (result === "taken-back") return "Taken back. The books are rated as if it had never been said. 已撤销。";
  const [, id = "ID"] = /^fact (\d+)/.exec(text) ?? [];
  const [what = "", ...doubts] = text.split("\n");
  return [`Noted as ${what}; \`cellward fact undo ${id}\` takes it back. 已记录。`, ...doubts].join("\n");
}

function listOf({ planFacts = [], usage }: AgentStatus): string {
  const zone = usage?.plan.zone ?? "UTC";
  if (planFacts.length === 0) return "Nothing was stated of the plan of the card that is in. 没有已记录的套餐事实。\n";
  const lines = planFacts.map(({ id, name, at, by, bucket, quota, money }) =>
    [
      String(id),
      localTimeText(at, zone),
      name,
      bucket ?? "",
      quota === undefined ? "" : describeBytes(BigInt(quota), usage?.plan.unitBase ?? 1000),
      money ?? "",
      `by ${by}`,
    ]
      .filter((cell) => cell !== "")
      .join("  "),
  );
  const card = usage?.sim === undefined ? "" : `Of the card ${usage.sim.iccid}:\n`;
  return plainText(`${card}${lines.join("\n")}\n`);
}
