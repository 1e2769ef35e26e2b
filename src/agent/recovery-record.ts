import * as v from "valibot";
import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import { NO_RECOVERY, type RecoveryCourse } from "../policy/next-recovery.ts";
import { readKept } from "./kept-json.ts";

export const RECOVERY_KEY = "recovery/kept";

const Instant = v.pipe(v.number(), v.finite());
const Kept = v.strictObject({
  v: v.literal(1),
  cycles: v.array(Instant),
  actedAt: v.optional(Instant),
  open: v.optional(v.literal(true)),
});

export const keptRecovery = (course: RecoveryCourse): string => JSON.stringify({ v: 1, ...course });

/** What is none of ours counts for nothing. */
export function readKeptRecovery(text: string | undefined): RecoveryCourse {
  const kept = readKept(text, (value): value is v.InferOutput<typeof Kept> => v.is(Kept, value));
  if (kept === undefined) return NO_RECOVERY;
  const { cycles, actedAt, open } = kept;
  return {
    cycles: cycles.map(WallMs),
    ...defined({ open, actedAt: actedAt === undefined ? undefined : WallMs(actedAt) }),
  };
}
