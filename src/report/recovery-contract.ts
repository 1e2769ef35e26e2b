import * as v from "valibot";
import { Instant } from "./contract-parts.ts";

/** What the device does by itself to get data back; absent while nothing is lost. */
export const RecoveryView = v.object({
  /** Why nothing is tried now; absent while something is. */
  waits: v.optional(v.picklist(["nothing-lost", "rests", "nothing-to-try", "not-ours", "not-yet", "cap"])),
  /** Of what is not the agent's to do: how the network holds the modem. */
  picture: v.optional(v.picklist(["denied", "detached", "refused"])),
  /** When it looks again at the latest whether to try. */
  next: v.optional(Instant),
  lastTry: v.optional(Instant),
  /** Why the last try could not be made. */
  failed: v.optional(v.string()),
  lastRadioCycle: v.optional(Instant),
});

export type RecoveryView = v.InferOutput<typeof RecoveryView>;
