import type { AgentStatus } from "../agent/status.ts";
import { Fault } from "../base/fault.ts";
import { EXIT } from "../base/exit-codes.ts";
import { askAgent } from "../host/control-client.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { statusScreen } from "./status-screen.ts";

const FLAGS = { ...SETTINGS_FLAGS, socket: { type: "string" }, json: { type: "boolean" } } as const;

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const path =
    values.socket ?? readSettings({ config: values.config, set: values.set, env: process.env }).settings.agent.socket;
  const status = statusIn(await askAgent(path, { ask: "status" }), path);
  process.stdout.write(values.json === true ? `${JSON.stringify(status, undefined, 2)}\n` : statusScreen(status));
  return status.usage?.overLimit === true ? EXIT.overLimit.code : EXIT.ok.code;
}

/** The agent is of the same installation; only a foreign program on that socket answers something else. */
function statusIn(answer: unknown, path: string): AgentStatus {
  if (isAnswer(answer)) return answer.status;
  if (JSON.stringify(answer) === JSON.stringify({ ok: false, error: "starting" }))
    throw new Fault("agent-starting", `the agent on ${path} is still starting; ask again in a moment`);
  throw new Fault("no-agent", `what answers on ${path} is no cellward agent of this version`);
}

function isAnswer(answer: unknown): answer is { readonly status: AgentStatus } {
  if (typeof answer !== "object" || answer === null || !("status" in answer)) return false;
  const { status } = answer;
  return (
    typeof status === "object" &&
    status !== null &&
    "v" in status &&
    status.v === 1 &&
    "state" in status &&
    "decision" in status
  );
}
