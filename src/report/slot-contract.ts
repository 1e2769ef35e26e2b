import * as v from "valibot";
import { SLOT_WAITS } from "../policy/next-slot.ts";
import { Instant } from "./contract-parts.ts";

/** Of two cards in one modem: which is in use, and what comes next. Absent where the other one is never used. */
export const SlotView = v.object({
  /** Absent while the modem has not told. */
  slot: v.optional(v.number()),
  home: v.number(),
  waits: v.optional(v.picklist(["fine", "rests", "not-known", "waits", "no-other"])),
  /** When it is thought of again, and for what that waits. */
  next: v.optional(Instant),
  because: v.optional(v.picklist(SLOT_WAITS)),
  leftHome: v.optional(v.object({ at: Instant, why: v.picklist(["stop", "limit", "unusable"]) })),
  lastSwitch: v.optional(Instant),
  /** What is wrong with the card that is not in use, and who acts. */
  about: v.optional(v.object({ en: v.string(), zh: v.string() })),
  /** Why the slot could not be asked for or chosen. */
  failed: v.optional(v.string()),
});

export type SlotView = v.InferOutput<typeof SlotView>;
