import { setTimeout as pause } from "node:timers/promises";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { RECHECK_SAID, type RecheckAnswer, type RecheckSaid } from "../report/recheck-answer.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askRecheck, askStatus, tellAgent } from "./ask.ts";
import { clockText } from "./local-day.ts";
import { whoSays } from "./who-says.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  "topped-up": { type: "boolean" },
  resumed: { type: "boolean" },
  "card-changed": { type: "boolean" },
  json: { type: "boolean" },
  socket: { type: "string" },
  by: { type: "string" },
} as const;

const EVERY_MS = 300;
/** The agent says how it ended within 90 seconds; one that says nothing is not waited for. */
const PATIENCE_MS = 100_000;

/** Asks for another look and shows line by line what is done, until it is known how it ended. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const path = agentSocket(values);
  const said = RECHECK_SAID.filter((one) => values[one] === true);
  if (said.length > 1)
    throw new Fault("usage", `found ${said.map((one) => `--${one}`).join(" and ")}; expected one of them at most`);
  const order = { do: "recheck", by: whoSays(values.by), ...ofOne(said[0]) } as const;
  const { result, text = result } = await tellAgent(`${path}.rw`, order);
  if (result === "recheck-refused") throw new Fault("agent-busy", text);
  const { usage } = await askStatus(path);
  const zone = usage?.plan.zone ?? "Asia/Shanghai";
  const end = await followed(path, (line) => {
    if (values.json !== true)
      process.stdout.write(plainText(`${clockText(line.at, zone)}  ${line.zh}\n${" ".repeat(10)}${line.en}\n`));
  });
  if (values.json === true) process.stdout.write(`${plainJson(end)}\n`);
  return end.verdict === "back" || end.verdict === "nothing-wrong" ? EXIT.ok.code : EXIT.fault.code;
}

const ofOne = (said: RecheckSaid | undefined) => (said === undefined ? {} : { said });

type Recheck = NonNullable<RecheckAnswer["recheck"]>;

async function followed(path: string, tell: (line: Recheck["lines"][number]) => void): Promise<Recheck> {
  const end = performance.now() + PATIENCE_MS;
  for (let told = 0; performance.now() < end; await pause(EVERY_MS)) {
    const { recheck } = await askRecheck(path);
    if (recheck === undefined) break;
    for (const line of recheck.lines.slice(told)) tell(line);
    told = recheck.lines.length;
    if (recheck.verdict !== undefined) return recheck;
  }
  throw new Fault("agent-refused", "the agent did not say how it ended; `cellward diagnose` tells what it knows");
}
