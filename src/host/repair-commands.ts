import { Seconds } from "../base/duration.ts";
import type { RepairCommands, RepairEnd, RepairRequest } from "../ports/repair-commands.ts";
import type { Settings } from "../settings/declaration.ts";
import { runProgram } from "./system-program.ts";

/** Power off, some seconds without it, and on. */
const WITHIN = Seconds(60);

/** Run without a shell, the request as one line of JSON on their standard input; exit code 0 means done. */
export function repairCommands({ recovery }: Pick<Settings, "recovery">): RepairCommands {
  const commands = { "power-cycle": recovery.powerCommand, reboot: recovery.rebootCommand } as const;
  return {
    can: (["power-cycle", "reboot"] as const).filter((request) => commands[request] !== undefined),
    run: async (request: RepairRequest): Promise<RepairEnd> => {
      const command = commands[request.request];
      if (command === undefined) return { kind: "failed", text: "the settings name no command for it" };
      const end = await runProgram({ command, input: `${JSON.stringify(request)}\n`, within: WITHIN });
      if (end.kind === "not-run") return { kind: "failed", text: end.why };
      if (end.code === 0) return { kind: "done" };
      const said = end.complaints.trim().split("\n")[0] ?? "";
      return { kind: "failed", text: `exit code ${end.code}${said === "" ? "" : `: ${said.slice(0, 200)}`}` };
    },
  };
}
