import * as v from "valibot";
import { WallMs } from "../base/instant.ts";
import { NO_SLOTS, SLOT_REASONS, type SlotCourse } from "../policy/next-slot.ts";

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
  }),
);

export const keptSlots = (course: SlotCourse): string => JSON.stringify({ v: 1, ...course });

/** What is none of ours counts for nothing. */
export function readKeptSlots(text: string | undefined): SlotCourse {
  const read = v.safeParse(Kept, text);
  if (!read.success) return NO_SLOTS;
  const { v: _version, ...course } = read.output;
  return course;
}
