import type { PublishedEvent } from "../base/events.ts";

/** What happens to the kernel's limits is told like every other event. */
export type TellLimits = (
  type: Extract<
    PublishedEvent,
    "limits-in-force" | "limits-advised" | "limits-restored" | "limit-refused" | "lease-charged"
  >,
  fields: Readonly<Record<string, unknown>>,
) => void;
