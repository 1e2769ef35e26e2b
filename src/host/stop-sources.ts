import { Seconds } from "../base/duration.ts";
import type { StopSources } from "../ports/source-stop.ts";
import type { Settings } from "../settings/declaration.ts";
import { runRequest } from "./run-request.ts";

const WITHIN = Seconds(30);

/** The command of the settings; undefined where there is none. */
export function stopSources({ enforce: { stopCommand } }: Pick<Settings, "enforce">): StopSources | undefined {
  if (stopCommand === undefined) return undefined;
  return async (request) => {
    const end = await runRequest(stopCommand, request, WITHIN);
    return end.kind === "done" ? end : { kind: "failed", text: end.text };
  };
}
