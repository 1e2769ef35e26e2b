import { Seconds } from "../base/duration.ts";
import type { OwnerAnswer, RequestOwner } from "../ports/owner-request.ts";
import { runProgram } from "./system-program.ts";

const WITHIN = Seconds(30);

/**
 * The settings' own command asks the owner: run without a shell, the request as one line of JSON on its standard input; exit code 0
 * means accepted.
 */
export function requestCommand(command: readonly [string, ...string[]]): RequestOwner {
  return {
    way: "command",
    ask: async (request): Promise<OwnerAnswer> => {
      const end = await runProgram({ command, input: `${JSON.stringify(request)}\n`, within: WITHIN });
      if (end.kind === "not-run") return { kind: "failed", cause: "no-program", text: end.why };
      if (end.code === 0) return { kind: "accepted" };
      const said = end.complaints.trim().split("\n")[0] ?? "";
      const text = `exit code ${end.code}${said === "" ? "" : `: ${said.slice(0, 200)}`}`;
      return { kind: "failed", cause: "failed", text };
    },
  };
}
