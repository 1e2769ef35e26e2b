import * as v from "valibot";
import { WallMs } from "../base/instant.ts";
import { NO_SLOTS, SLOT_REASONS, type SlotCourse } from "../policy/next-slot.ts";
import type { ComingCard } from "./coming-card.ts";

export const SLOTS_KEY = "slots/kept";

const Instant = v.pipe(v.number(), v.finite(), v.transform(WallMs));
const Kept = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    v: v.literal(1),
    switches: v.array(Instant),
    left: v.exactOptional(
      v.strictObject({
        why: v.picklist([...SLOT_REASONS, "unusable"]),
        at: Instant,
        overAt: v.exactOptional(Instant),
      }),
    ),
    inVain: v.pipe(v.number(), v.integer(), v.minValue(0)),
    otherBadAt: v.exactOptional(Instant),
    coming: v.exactOptional(
      v.strictObject({
        slot: v.number(),
        from: v.exactOptional(v.string()),
        iccid: v.exactOptional(v.string()),
      }),
    ),
  }),
);

export const keptSlots = (course: SlotCourse, coming: ComingCard | undefined): string =>
  JSON.stringify({ v: 1, ...course, coming });

/** What is none of ours counts for nothing. */
export function readKeptSlots(text: string | undefined): {
  readonly course: SlotCourse;
  readonly coming: ComingCard | undefined;
} {
  const read = v.safeParse(Kept, text);
  if (!read.success) return { course: NO_SLOTS, coming: undefined };
  const { v: _version, coming, ...course } = read.output;
  return { course, coming };
}
