import type { AttachMessage, ContextStateMessage } from "../message.ts";
import { decimal, splitLine, splitParameters } from "./parameters.ts";

/** `+CGATT: 1` (27.007 10.1.9). */
export function parseAttach(line: string): AttachMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CGATT") return undefined;
  const state = decimal(splitParameters(parts.body)[0], 1);
  return state === undefined ? undefined : { kind: "attach", command: "+CGATT", attached: state === 1 };
}

/** `+CGACT: 1,1` (27.007 10.1.10), one line a context. */
export function parseContextState(line: string): ContextStateMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CGACT") return undefined;
  const [cid, state] = splitParameters(parts.body).map((parameter) => decimal(parameter, 255));
  if (cid === undefined || (state !== 0 && state !== 1)) return undefined;
  return { kind: "pdp-context", command: "+CGACT", cid, active: state === 1 };
}
