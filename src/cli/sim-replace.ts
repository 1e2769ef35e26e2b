import { setTimeout as pause } from "node:timers/promises";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { gb18030 } from "../base/gb18030.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { ITEM_IDS, itemOf } from "../replace/checklist.ts";
import { REASON_CODES, reasonOf } from "../replace/reasons.ts";
import type { Language } from "../report/diagnosis-words.ts";
import type { LocalOrder, REPLACE_ACTS } from "../report/local-contract.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askCard, askWholeCard, tellAgent } from "./ask.ts";
import { languagesOf } from "./language-option.ts";
import { replaceScreen, testLineText } from "./replace-screen.ts";
import { replaceSlip } from "./replace-slip.ts";
import { whoSays } from "./who-says.ts";
import { VERDICT_WORDS } from "../replace/acceptance.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  because: { type: "string" },
  anyway: { type: "string" },
  reason: { type: "string" },
  due: { type: "string" },
  text: { type: "string" },
  ok: { type: "boolean" },
  failed: { type: "boolean" },
  json: { type: "boolean" },
  lang: { type: "string" },
  slip: { type: "boolean" },
  columns: { type: "string" },
  charset: { type: "string" },
  socket: { type: "string" },
  by: { type: "string" },
} as const;

type Values = ReturnType<typeof readArguments<typeof FLAGS>>["values"];
type Order = Extract<LocalOrder, { readonly do: "replace" }>;
type Act = (typeof REPLACE_ACTS)[number];

/** As typed, beside `tested --ok` and `tested --failed`. */
const WORDS = [
  "start",
  "requested",
  "approved",
  "received",
  "inserted",
  "activated",
  "due",
  "tick",
  "untick",
  "test",
  "close",
  "cancel",
] as const satisfies readonly Act[];

/** Which option belongs to which word; every other one would be silently left unheard. */
const OPTIONS: Readonly<Record<"because" | "anyway" | "reason" | "due" | "text" | "ok" | "failed", readonly string[]>> =
  {
    because: ["start"],
    anyway: ["start"],
    reason: ["cancel"],
    due: ["start", "requested", "approved", "received"],
    text: ["tested"],
    ok: ["tested"],
    failed: ["tested"],
  };

const EVERY_MS = 300;
/** Every line's own time together, and some. */
const PATIENCE_MS = 330_000;

/** Shows where the card's replacement stands and what comes next; with a word it is told to the agent. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 2);
  const languages = languagesOf(values.lang ?? (values.slip === true ? "zh-CN" : "both"));
  const path = agentSocket(values);
  const [word, operand] = positionals;
  const typed = word ?? (values.anyway === undefined ? undefined : "start");
  if (typed === undefined) return await shown(path, values, languages);
  const order = orderOf(typed, operand, values);
  const { result, text = result } = await tellAgent(`${path}.rw`, order);
  if (result === "replacement-refused") throw new Fault("agent-refused", text);
  process.stdout.write(plainText(`${text}\n`));
  return order.act === "test" ? await followed(path, values, languages) : EXIT.ok.code;
}

async function shown(path: string, values: Values, languages: readonly Language[]): Promise<number> {
  const { slip = false, columns = "32", charset = "utf-8" } = values;
  for (const option of ["because", "reason", "due", "text", "ok", "failed"] as const)
    if (values[option] !== undefined) throw new Fault("usage", `--${option} belongs to ${OPTIONS[option].join(", ")}`);
  if (!slip && (values.columns ?? values.charset) !== undefined)
    throw new Fault("usage", "--columns and --charset belong to --slip");
  if (columns !== "32" && columns !== "48") throw refused("--columns", columns, "32 or 48");
  if (charset !== "utf-8" && charset !== "gb18030") throw refused("--charset", charset, "utf-8 or gb18030");
  const answer = await askWholeCard(path);
  if (values.json === true) process.stdout.write(`${plainJson(answer, 2)}\n`);
  else if (!slip) process.stdout.write(replaceScreen(answer, languages));
  else {
    const lines = languages.flatMap((language) => replaceSlip(answer, Number(columns), language));
    const text = plainText(`${lines.join("\n")}\n`);
    process.stdout.write(charset === "gb18030" ? gb18030(text) : text);
  }
  return EXIT.ok.code;
}

function orderOf(typed: string, operand: string | undefined, values: Values): Order {
  for (const [option, words] of Object.entries(OPTIONS))
    if (Reflect.get(values, option) !== undefined && !words.includes(typed))
      throw new Fault("usage", `--${option} belongs to ${words.join(", ")}`);
  if (values.slip === true) throw new Fault("usage", "--slip prints where it stands: `cellward sim replace --slip`");
  const { anyway, reason, text, because, due } = values;
  const common = { do: "replace", by: whoSays(values.by), ...(due === undefined ? {} : { due: dayOf(due) }) } as const;
  if (operand !== undefined && !["tick", "untick", "due"].includes(typed))
    throw new Fault("usage", `an argument too many: "${plainText(operand)}"`);
  if (typed === "tested") {
    if (values.ok === values.failed) throw new Fault("usage", "tested: expected either --ok or --failed");
    return { ...common, act: values.ok === true ? "tested-ok" : "tested-failed", ...ofText(text) };
  }
  const act = WORDS.find((word) => word === typed);
  if (act === undefined) throw refused("sim replace", typed, [...WORDS, "tested"].join(", "));
  if (act === "due") return { ...common, act, due: dayOf(operand ?? "") };
  if (act === "tick" || act === "untick") {
    const item = itemOf(operand ?? "");
    if (item === undefined) throw refused(act, operand ?? "nothing", ITEM_IDS.join(", "));
    return { ...common, act, item };
  }
  const why = because === undefined ? undefined : reasonOf(because);
  if (because !== undefined && why === undefined) throw refused("--because", because, REASON_CODES.join(", "));
  return { ...common, act, ...(why === undefined ? {} : { because: why }), ...ofText(anyway ?? reason) };
}

const MOST_TEXT = 200;

function ofText(text: string | undefined): { readonly text?: string } {
  if (text === undefined) return {};
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > MOST_TEXT)
    throw new Fault("usage", `found a text of ${trimmed.length} characters; expected 1 to ${MOST_TEXT}`);
  return { text: trimmed };
}

function dayOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw refused("due", text === "" ? "nothing" : text, "a day such as 2026-12-01");
}

const refused = (what: string, found: string, expected: string): Fault =>
  new Fault("usage", `${what}: found "${plainText(found.slice(0, 80))}"; expected ${expected}`);

/** Line by line, as they become known; exit code 1 where it is not passed. */
async function followed(path: string, { json }: Values, languages: readonly Language[]): Promise<number> {
  const end = performance.now() + PATIENCE_MS;
  for (let told = 0; performance.now() < end; await pause(EVERY_MS)) {
    const { test } = await askCard(path);
    if (test === undefined) break;
    if (json !== true)
      for (const line of test.lines.slice(told))
        process.stdout.write(
          plainText(`${languages.flatMap((language) => testLineText(line, language)).join("\n")}\n`),
        );
    told = test.lines.length;
    if (test.running) continue;
    if (test.verdict === undefined) break;
    const { verdict } = test;
    if (json === true) process.stdout.write(`${plainJson(test, 2)}\n`);
    else process.stdout.write(`${languages.map((language) => VERDICT_WORDS[verdict][language]).join("\n")}\n`);
    return verdict === "pass" ? EXIT.ok.code : EXIT.fault.code;
  }
  throw new Fault(
    "agent-refused",
    "the agent did not say how the test ended; `cellward sim replace` tells what it knows",
  );
}
