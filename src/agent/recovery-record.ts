import * as v from "valibot";
import { WallMs } from "../base/instant.ts";
import { NO_RECOVERY, type RecoveryCourse } from "../policy/next-recovery.ts";

export const RECOVERY_KEY = "recovery/kept";

const Instant = v.pipe(v.number(), v.finite(), v.transform(WallMs));
const Instants = v.array(Instant);
const Repairs = v.strictObject({
  reset: v.exactOptional(Instants),
  "power-cycle": v.exactOptional(Instants),
  reboot: v.exactOptional(Instants),
});
const Kept = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    v: v.literal(1),
    cycles: Instants,
    repairs: v.optional(Repairs, {}),
    actedAt: v.exactOptional(Instant),
    open: v.exactOptional(v.literal(true)),
  }),
);

export const keptRecovery = (course: RecoveryCourse): string => JSON.stringify({ v: 1, ...course });

/** What is none of ours counts for nothing. */
export function readKeptRecovery(text: string | undefined): RecoveryCourse {
  const read = v.safeParse(Kept, text);
  if (!read.success) return NO_RECOVERY;
  const { v: _version, ...course } = read.output;
  return course;
}
