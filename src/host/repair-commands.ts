import { Seconds } from "../base/duration.ts";
import type { RepairCommands, RepairEnd, RepairRequest } from "../ports/repair-commands.ts";
import type { Settings } from "../settings/declaration.ts";
import { runRequest } from "./run-request.ts";

/** Power off, some seconds without it, and on. */
const WITHIN = Seconds(60);

/** Those of the settings. */
export function repairCommands({ recovery }: Pick<Settings, "recovery">): RepairCommands {
  const commands = { "power-cycle": recovery.powerCommand, reboot: recovery.rebootCommand } as const;
  return {
    can: (["power-cycle", "reboot"] as const).filter((request) => commands[request] !== undefined),
    run: async (request: RepairRequest): Promise<RepairEnd> => {
      const command = commands[request.request];
      if (command === undefined) return { kind: "failed", text: "the settings name no command for it" };
      const end = await runRequest(command, request, WITHIN);
      return end.kind === "done" ? end : { kind: "failed", text: end.text };
    },
  };
}
