import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askDiagnosis } from "./ask.ts";
import { diagnosisScreen } from "./diagnosis-screen.ts";
import { diagnosisSlip } from "./diagnosis-slip.ts";
import { languagesOf } from "./language-option.ts";
import { gb18030 } from "../base/gb18030.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  json: { type: "boolean" },
  lang: { type: "string" },
  slip: { type: "boolean" },
  columns: { type: "string" },
  charset: { type: "string" },
} as const;

/** What is the matter, how sure, who must act and by when: on one screen, as JSON, or as a slip for the terminal's own printer. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const { slip = false, columns = "32", charset = "utf-8", json = false } = values;
  const languages = languagesOf(values.lang ?? (slip ? "zh-CN" : "both"));
  if (columns !== "32" && columns !== "48") throw refused("columns", columns, "32 or 48");
  if (charset !== "utf-8" && charset !== "gb18030") throw refused("charset", charset, "utf-8 or gb18030");
  if (!slip && (values.columns ?? values.charset) !== undefined)
    throw new Fault("usage", "--columns and --charset belong to --slip");
  const path = agentSocket(values);
  const answer = await asked(path);
  if (json) process.stdout.write(`${plainJson(answer, 2)}\n`);
  else if (!slip) process.stdout.write(diagnosisScreen(answer, languages));
  else {
    const lines = languages.flatMap((language) => diagnosisSlip(answer, Number(columns), language));
    const text = plainText(`${lines.join("\n")}\n`);
    process.stdout.write(charset === "gb18030" ? gb18030(text) : text);
  }
  return EXIT.ok.code;
}

/** The whole numbers are told to those alone who may change something; everybody else gets them masked. */
async function asked(path: string): Promise<DiagnosisAnswer> {
  try {
    return await askDiagnosis(`${path}.rw`, true);
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== "permission-denied") throw thrown;
    return askDiagnosis(path);
  }
}

const refused = (option: string, found: string | undefined, expected: string): Fault =>
  new Fault("usage", `--${option}: found "${plainText(found ?? "")}"; expected ${expected}`);
