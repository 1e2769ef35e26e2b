import { userInfo } from "node:os";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { tellAgent } from "./ask.ts";

const FLAGS = { ...SETTINGS_FLAGS, socket: { type: "string" }, by: { type: "string" } } as const;

/** What a person states to the agent. Only root and the agent's own user may. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const [name] = positionals;
  if (name !== "damage-acknowledged")
    throw new Fault("usage", `"${name ?? ""}" is no fact that can be stated; allowed: damage-acknowledged`);
  const path =
    values.socket ?? readSettings({ config: values.config, set: values.set, env: process.env }).settings.agent.socket;
  const result = await tellAgent(`${path}.rw`, { do: "acknowledge-damage", by: values.by ?? userInfo().username });
  process.stdout.write(
    result === "nothing-damaged"
      ? "The books are not damaged; there is nothing to acknowledge.\n"
      : "Acknowledged. The gap stays in the books as an entry of its own.\n",
  );
  return EXIT.ok.code;
}
