import * as v from "valibot";
import { Instant } from "./contract-parts.ts";

/** What probes of the data path found and cost; absent where none is ordered. */
export const Probes = v.object({
  /** Bytes at the IP layer, both directions, estimated; the interface's counter books them as any other. */
  spentToday: v.number(),
  bytesPerDay: v.number(),
  /** Why none is sent now; absent while one is under way. */
  waits: v.optional(
    v.picklist(["nothing-ordered", "path-proved", "not-doubted", "closed", "no-address", "waits", "budget"]),
  ),
  /**
   * Why it is not known whether data passes, although something came into doubt: a round is under way, the day's amount is used up, or
   * nothing has answered and that is too little to tell a dead path by.
   */
  open: v.optional(v.picklist(["looks", "budget", "silent"])),
  next: v.optional(Instant),
  results: v.array(
    v.object({
      kind: v.picklist(["echo", "tcp", "dns", "page"]),
      to: v.string(),
      at: Instant,
      outcome: v.picklist(["answered", "refused", "silent", "unreachable", "foreign"]),
      sent: v.number(),
      received: v.number(),
      text: v.optional(v.string()),
    }),
  ),
});

export type Probes = v.InferOutput<typeof Probes>;
