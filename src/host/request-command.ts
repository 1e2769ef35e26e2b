import { type Duration, Seconds } from "../base/duration.ts";
import type { OwnerAnswer, RequestOwner } from "../ports/owner-request.ts";
import { runRequest } from "./run-request.ts";

const WITHIN: Duration = Seconds(30);

/** The settings' own command asks the owner. */
export function requestCommand(command: readonly [string, ...string[]], within = WITHIN): RequestOwner {
  return {
    way: "command",
    ask: async (request): Promise<OwnerAnswer> => {
      const end = await runRequest(command, request, within);
      return end.kind === "done"
        ? { kind: "accepted" }
        : { kind: "failed", cause: end.hangs === true ? "hangs" : end.ran ? "failed" : "no-program", text: end.text };
    },
  };
}
