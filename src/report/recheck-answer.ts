import * as v from "valibot";
import { Instant } from "./contract-parts.ts";

/** What a person may say beside asking for another look. */
export const RECHECK_SAID = ["topped-up", "resumed", "card-changed"] as const;
export type RecheckSaid = (typeof RECHECK_SAID)[number];

/** How another look ended. */
export const RECHECK_VERDICTS = [
  "back",
  "nothing-wrong",
  "same-cause",
  "other-cause",
  /** The modem cannot be asked, probes do not tell whether data passes, or the agent is stopping. */
  "not-known",
] as const;

/** The look that runs, or the last one. */
export const RecheckAnswer = v.object({
  ok: v.literal(true),
  /** Absent before the first one. */
  recheck: v.optional(
    v.object({
      began: Instant,
      lines: v.array(v.object({ at: Instant, en: v.string(), zh: v.string() })),
      /** Absent while it runs; within 90 seconds. */
      verdict: v.optional(v.picklist(RECHECK_VERDICTS)),
      /** Of what keeps data away now. */
      cause: v.optional(v.string()),
    }),
  ),
});
export type RecheckAnswer = v.InferOutput<typeof RecheckAnswer>;
