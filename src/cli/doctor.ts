import { EXIT } from "../base/exit-codes.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { findAgent } from "./doctor-agent.ts";
import type { CheckResult } from "./doctor-check.ts";
import { CHECKS } from "./doctor-checks.ts";

const FLAGS = { ...SETTINGS_FLAGS, json: { type: "boolean" } } as const;
const SIGNS = { ok: "ok  ", note: "note", fault: "BAD " } as const;

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
      if (values.json !== true) process.stdout.write(line(result));
    }
  }
  if (values.json === true) process.stdout.write(`${plainJson({ running, results }, 2)}\n`);
  return results.some((result) => result.verdict === "fault") ? EXIT.fault.code : EXIT.ok.code;
}

function line({ verdict, what, found, remedy }: CheckResult): string {
  const lines = `${SIGNS[verdict]}  ${what.padEnd(10)} ${found}\n${remedy === undefined ? "" : `${" ".repeat(17)}-> ${remedy}\n`}`;
  return plainText(lines);
}
