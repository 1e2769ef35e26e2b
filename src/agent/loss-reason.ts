import type { CauseCode } from "../diagnosis/cause.ts";
import { CAUSES } from "../diagnosis/cause-table.ts";
import type { RankedCause } from "../diagnosis/diagnose.ts";

/** Why something is tried: for the event, and in words for whoever is asked to do it. */
export interface LossReason {
  readonly told: { readonly cause?: CauseCode };
  readonly why: string;
}

/** What is not likely enough for the screen to name it is handed on to nobody: a program could act upon it. */
export function lossReason(cause: CauseCode | undefined, standing: RankedCause["standing"] | undefined): LossReason {
  if (cause === undefined || standing === undefined || standing === "possible")
    return { told: {}, why: "data does not pass, and the cause is not known yet" };
  const name = CAUSES[cause].name.en;
  return { told: { cause }, why: standing === "suspected" ? `suspected: ${name}` : name };
}
