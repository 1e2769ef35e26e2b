import * as v from "valibot";

/** Whether the kernel keeps what was decided. Absent where no limits are ordered. */
export const LimitsView = v.object({
  enforced: v.picklist(["no", "advised", "kernel"]),
  /** Why it does not, and what to do. */
  why: v.optional(v.string()),
  remedy: v.optional(v.string()),
  /** What of it the kernel does not keep. */
  lacking: v.array(v.string()),
  /** By class: bytes that came in, were billed, and were dropped here (enforce.drop_down), since the rules were loaded. */
  wasted: v.optional(v.record(v.string(), v.number())),
});

/** How far the stop at level offline has gone. Absent while nothing is stopped. */
export const HardStopView = v.object({
  stage: v.picklist(["uplink", "sources", "last-words", "way-back", "bearer"]),
  /** How the data connection was let go, since when, and when it is tried again at the latest. */
  by: v.optional(v.picklist(["context", "detach", "radio-off", "owner"])),
  since: v.optional(v.string()),
  until: v.optional(v.string()),
});

export type HardStopView = v.InferOutput<typeof HardStopView>;
export type LimitsView = v.InferOutput<typeof LimitsView>;
