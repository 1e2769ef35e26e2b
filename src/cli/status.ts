import { EXIT } from "../base/exit-codes.ts";
import { plainJson } from "../base/plain-text.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askStatus } from "./ask.ts";
import { statusScreen } from "./status-screen.ts";

const FLAGS = { ...SETTINGS_FLAGS, socket: { type: "string" }, json: { type: "boolean" } } as const;

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const path = agentSocket(values);
  const status = await askStatus(path);
  process.stdout.write(values.json === true ? `${plainJson(status, 2)}\n` : statusScreen(status));
  return status.usage?.overLimit === true ? EXIT.overLimit.code : EXIT.ok.code;
}
