import { EXIT } from "../base/exit-codes.ts";
import { plainText } from "../base/plain-text.ts";
import type { AskedAbout } from "../plan/reading/carrier-query.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { tellAgent } from "./ask.ts";
import { whoSays } from "./who-says.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  by: { type: "string" },
  report: { type: "boolean" },
} as const;

const EXITS: Readonly<Record<string, keyof typeof EXIT>> = {
  "usage-asked": "ok",
  "ask-limited": "later",
  "ask-not-now": "later",
  "ask-not-set": "configuration",
};

/** A network may take two minutes for a message, and the modem may be busy before. */
const ANSWER_MS = 200_000;

/** Sends the carrier's query about this by SMS from the device's card. Only root and the agent's own user may. */
export async function run(about: AskedAbout, argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const by = whoSays(values.by);
  const path = agentSocket(values);
  const { result, text } = await tellAgent(
    `${path}.rw`,
    {
      do: "ask-usage",
      by,
      ...(values.report === true ? { report: true } : {}),
      ...(about === "usage" ? {} : { about }),
    },
    undefined,
    ANSWER_MS,
  );
  const exit = EXIT[EXITS[result] ?? "fault"].code;
  const told = plainText(`${text ?? result}\n`);
  (exit === EXIT.ok.code ? process.stdout : process.stderr).write(told);
  return exit;
}
