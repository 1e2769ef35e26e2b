import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { tellAgent } from "./ask.ts";
import { whoSays } from "./who-says.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  ok: { type: "boolean" },
  failed: { type: "boolean" },
  text: { type: "string" },
  socket: { type: "string" },
  by: { type: "string" },
} as const;

/** The payment application, or a person, tells how a transaction of its own ended. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const { ok = false, failed = false, text } = values;
  if (ok === failed) throw new Fault("usage", "expected either --ok or --failed: how the transaction ended");
  const order = {
    do: "replace",
    act: ok ? "tested-ok" : "tested-failed",
    by: whoSays(values.by),
    ...(text === undefined ? {} : { text }),
  } as const;
  const { result, text: said = result } = await tellAgent(`${agentSocket(values)}.rw`, order);
  if (result === "replacement-refused") throw new Fault("agent-refused", said);
  process.stdout.write(plainText(`${said}\n`));
  return EXIT.ok.code;
}
