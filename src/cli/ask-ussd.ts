import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import type { LocalOrder } from "../report/local-contract.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { tellAgent } from "./ask.ts";
import { whoSays } from "./who-says.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  by: { type: "string" },
  keep: { type: "boolean" },
  end: { type: "boolean" },
} as const;

const EXITS: Readonly<Record<string, keyof typeof EXIT>> = {
  "ussd-answered": "ok",
  "ussd-waits": "ok",
  "ussd-ended": "ok",
  "ussd-unanswered": "later",
  "ask-limited": "later",
  "ask-not-now": "later",
  "ussd-invalid": "usage",
};

/** The modem's line may be busy, three codings are tried, the network has 45 s, and an end without a text ten more. */
const ANSWER_MS = 200_000;

const WAITS = "The network waits for a choice";

/** Asks the network by USSD from the device's card and prints what it says. Only root and the agent's own user may. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const path = agentSocket(values);
  const keep = values.keep === true;
  const order = orderOf(positionals, { by: whoSays(values.by), keep, end: values.end === true });
  const { result, text } = await tellAgent(`${path}.rw`, order, undefined, ANSWER_MS);
  const exit = EXIT[EXITS[result] ?? "fault"].code;
  (exit === EXIT.ok.code ? process.stdout : process.stderr).write(plainText(`${text ?? result}\n`));
  if (result === "ussd-waits") process.stderr.write(`${WAITS}: cellward ask ussd --keep CHOICE, or --end.\n`);
  return exit;
}

function orderOf(
  [code]: readonly string[],
  { by, keep, end }: { readonly by: string; readonly keep: boolean; readonly end: boolean },
): LocalOrder {
  if ((code === undefined) !== end || (keep && end))
    throw new Fault("usage", "expected one code, such as cellward ask ussd '*100#', or --end to close a session");
  return code === undefined ? { do: "end-ussd", by } : { do: "ask-ussd", by, code, ...(keep ? { keep } : {}) };
}
