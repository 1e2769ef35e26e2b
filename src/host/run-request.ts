import type { Duration } from "../base/duration.ts";
import { type ProgramRun, runProgram } from "./system-program.ts";

/** `ran` false: the program could not be run; `hangs`: it was ended because it took too long. */
export type RequestEnd =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly ran: boolean; readonly hangs?: true; readonly text: string };

/** Runs a command of the settings' without a shell, the request as one line of JSON on its standard input; exit code 0 means done. */
export async function runRequest(
  command: ProgramRun["command"],
  request: object,
  within: Duration,
): Promise<RequestEnd> {
  const end = await runProgram({ command, input: `${JSON.stringify(request)}\n`, within });
  if (end.kind === "not-run")
    return {
      kind: "failed",
      ran: end.begun !== undefined,
      text: end.why,
      ...(end.begun === "late" ? { hangs: true } : {}),
    };
  if (end.code === 0) return { kind: "done" };
  const said = end.complaints.trim().split("\n")[0] ?? "";
  return { kind: "failed", ran: true, text: `exit code ${end.code}${said === "" ? "" : `: ${said.slice(0, 200)}`}` };
}
