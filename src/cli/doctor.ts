import { EXIT } from "../base/exit-codes.ts";
import { plainJson } from "../base/plain-text.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { findAgent } from "./doctor-agent.ts";
import type { CheckResult } from "./doctor-check.ts";
import { CHECKS } from "./doctor-checks.ts";
import { resultLines, resultRow } from "./doctor-screen.ts";

const FLAGS = { ...SETTINGS_FLAGS, json: { type: "boolean" } } as const;

/** Looks at everything the agent needs, in the order in which it needs it. With an agent running, its port and store are asked of it. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const inForce = readSettings({ config: values.config, set: values.set, env: process.env });
  const agent = await findAgent(inForce.settings.agent.socket);
  const running = agent.kind === "answers" || agent.kind === "no-answer";
  const results: CheckResult[] = [];
  for (const check of CHECKS) {
    for (const result of await check({ inForce, agent, running })) {
      results.push(result);
      if (values.json !== true) process.stdout.write(resultLines(result));
    }
  }
  if (values.json === true) process.stdout.write(`${plainJson({ running, results: results.map(resultRow) }, 2)}\n`);
  return results.some((result) => result.verdict === "fault") ? EXIT.fault.code : EXIT.ok.code;
}
