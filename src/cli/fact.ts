import { userInfo } from "node:os";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { tellAgent } from "./ask.ts";

const FLAGS = { ...SETTINGS_FLAGS, socket: { type: "string" }, by: { type: "string" } } as const;

const FACTS = [
  {
    name: "damage-acknowledged",
    request: "acknowledge-damage",
    nothing: "nothing-damaged",
    needless: "The books are not damaged; there is nothing to acknowledge.",
    done: "Acknowledged. The gap stays in the books as an entry of its own.",
  },
  {
    name: "device-accepted",
    request: "accept-device",
    nothing: "nothing-to-accept",
    needless: "The books are this device's own; there is nothing to accept.",
    done: "Accepted. The books belong to this device from now on.",
  },
  {
    name: "clock-right",
    request: "accept-clock",
    nothing: "clock-known",
    needless: "The time that the agent holds is the same already; there is nothing to accept.",
    done: "Accepted. What the books hold of later hours stays, but decides nothing about the present any more.",
  },
  {
    name: "plan-now",
    request: "hasten-plan",
    nothing: "nothing-waits",
    needless: "No other plan waits for the next cycle; there is nothing to put in force.",
    done: "The plan that waited for the next cycle holds from now on, whole.",
  },
  {
    name: "plan-corrected",
    request: "correct-plan",
    nothing: "nothing-waits",
    needless: "No other plan waits for the next cycle; there is nothing to correct.",
    done: "The plan that waited takes the place of the one before, as if it had been written so from the start.",
  },
] as const;

const CLOCK_UNSET =
  "The system clock shows a time of before this program was built, and nothing else says the present: set it first (date -s), or wait for the network.";

/** What a person states to the agent. Only root and the agent's own user may. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const [name] = positionals;
  const fact = FACTS.find((known) => known.name === name);
  if (fact === undefined) {
    const allowed = FACTS.map((known) => known.name).join(", ");
    throw new Fault("usage", `"${name ?? ""}" is no fact that can be stated; allowed: ${allowed}`);
  }
  const by = values.by ?? userInfo().username;
  if (by === "" || by !== plainText(by) || /[\t\n]/.test(by))
    throw new Fault("usage", `--by: found "${plainText(by)}"; expected a name on one line, without control characters`);
  const path =
    values.socket ?? readSettings({ config: values.config, set: values.set, env: process.env }).settings.agent.socket;
  const result = await tellAgent(`${path}.rw`, { do: fact.request, by });
  if (result === "clock-unset") throw new Fault("agent-refused", CLOCK_UNSET);
  process.stdout.write(`${result === fact.nothing ? fact.needless : fact.done}\n`);
  return EXIT.ok.code;
}
