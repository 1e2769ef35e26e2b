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

export type LimitsView = v.InferOutput<typeof LimitsView>;
