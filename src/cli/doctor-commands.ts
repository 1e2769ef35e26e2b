import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** The programs that the settings name are run when something is wrong, which is late to learn that they are not there. */
export async function checkCommands({ inForce: { settings } }: Examined): Promise<readonly CheckResult[]> {
  const { bearer, recovery } = settings;
  const named = [
    ["bearer.request_command", bearer.requestCommand],
    ["recovery.power_command", recovery.powerCommand],
    ["recovery.reboot_command", recovery.rebootCommand],
  ] as const;
  const results: CheckResult[] = [];
  for (const [key, command] of named) {
    if (command === undefined) continue;
    const [program] = command;
    if (await mayRun(program)) results.push({ what: "commands", verdict: "ok", found: `${key}: ${program}` });
    else results.push(missing(key, program));
  }
  return results;
}

const mayRun = async (program: string): Promise<boolean> =>
  stat(program)
    .then(async (found) => {
      await access(program, constants.X_OK);
      return found.isFile();
    })
    .catch(() => false);

const missing = (key: string, program: string): CheckResult => ({
  what: "commands",
  verdict: "fault",
  found: {
    en: `${key}: ${program} is no program that this user may run`,
    zh: `${key}：当前用户无法运行 ${program}`,
  },
  remedy: {
    en: `Put the program there and make it executable (chmod 755), or set ${key} to another one.`,
    zh: `请放置该程序并设为可执行（chmod 755），或把 ${key} 改为其他程序。`,
  },
});
