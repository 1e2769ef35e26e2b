import * as v from "valibot";

/** Whether the kernel keeps what was decided. Absent where no limits are ordered. */
export const LimitsView = v.object({
  enforced: v.picklist(["no", "advised", "kernel"]),
  /** Why it does not, and what to do. */
  why: v.optional(v.string()),
  remedy: v.optional(v.string()),
  /** What of it the kernel does not keep. */
  lacking: v.array(v.string()),
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
