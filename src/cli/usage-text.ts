import { EXIT } from "../base/exit-codes.ts";
import type { Command } from "./command.ts";

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
};

/** What `cellward --help` prints. */
export function overview(commands: readonly Command[]): string {
  const verbs = columns(commands.map(({ name, summary }) => [name, summary]));
  const codes = columns(Object.values(EXIT).map(({ code, meaning }) => [String(code), meaning]));
  return [
    "cellward: reads a cellular modem, counts every byte against the SIM's plan, notices a suspension and says what to do.",
    `Usage: cellward COMMAND [OPTIONS]\n\n${verbs}`,
    "`cellward help COMMAND` tells the options of one, `cellward --version` the version.",
    "CELLWARD_DEBUG=1 shows where in the program a fault came from.",
    `Exit codes:\n${codes}`,
  ].join("\n\n");
}

/** What `cellward help COMMAND` prints. */
export function usageOf(command: Command): string {
  const options = command.options.length === 0 ? [] : [columns(command.options)];
  return [`Usage: cellward ${command.name} ${command.usage}`.trimEnd(), command.summary, ...options].join("\n\n");
}
