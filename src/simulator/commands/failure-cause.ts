import { emmCauseName } from "../../codes/emm-cause.ts";
import { ESM_CAUSE } from "../../codes/esm-cause.ts";
import { ok } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import type { CommandRows } from "./command-row.ts";

function causeText({ lastCause, lastContextCause }: MobileTermination): string {
  if (lastContextCause !== undefined) return ESM_CAUSE[lastContextCause]?.name ?? `ESM cause ${lastContextCause}`;
  return lastCause === undefined ? "No cause information available" : emmCauseName(lastCause);
}

/** 3GPP TS 27.007 6.10: free text. */
export const FAILURE_COMMANDS: CommandRows = {
  "+CEER": {
    execute: ({ mt }) => ok(`+CEER: ${causeText(mt)}`),
    test: () => ok(),
  },
};
