import { emmCauseName } from "../../codes/emm-cause.ts";
import { ESM_CAUSE } from "../../codes/esm-cause.ts";
import { FIVEGMM_CAUSE } from "../../codes/fivegmm-cause.ts";
import { FIVEGSM_CAUSE } from "../../codes/fivegsm-cause.ts";
import { ok } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import type { CommandRows } from "./command-row.ts";

function causeText({ lastCause, lastContextCause, radio }: MobileTermination): string {
  const fifth = radio.camp.packet === "5gs";
  const context = fifth ? FIVEGSM_CAUSE : ESM_CAUSE;
  if (lastContextCause !== undefined) return context[lastContextCause]?.name ?? `session cause ${lastContextCause}`;
  if (lastCause === undefined) return "No cause information available";
  return fifth ? (FIVEGMM_CAUSE[lastCause]?.name ?? `cause ${lastCause}`) : emmCauseName(lastCause);
}

/** 3GPP TS 27.007 6.10: free text. */
export const FAILURE_COMMANDS: CommandRows = {
  "+CEER": {
    execute: ({ mt }) => ok(`+CEER: ${causeText(mt)}`),
    test: () => ok(),
  },
};
