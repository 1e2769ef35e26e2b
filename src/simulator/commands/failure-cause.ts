import { emmCauseName } from "../../codes/emm-cause.ts";
import { ok } from "../../dce/answer.ts";
import type { CommandRows } from "./command-row.ts";

/** 3GPP TS 27.007 6.10: free text. */
export const FAILURE_COMMANDS: CommandRows = {
  "+CEER": {
    execute: ({ mt: { lastCause } }) =>
      ok(`+CEER: ${lastCause === undefined ? "No cause information available" : emmCauseName(lastCause)}`),
    test: () => ok(),
  },
};
