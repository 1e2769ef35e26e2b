import * as v from "valibot";
import { WallMs } from "../base/instant.ts";
import { NO_BYTES } from "../policy/day-use.ts";
import { LEVELS } from "../policy/level.ts";
import { afterBoot, type Moment } from "../policy/moment.ts";
import type { PolicyState } from "../policy/policy-state.ts";
import { readKept } from "./kept-json.ts";

const Wall = v.pipe(v.number(), v.finite());
const Bytes = v.pipe(v.number(), v.finite(), v.minValue(0));
const Moments = v.object({ wall: v.optional(Wall) });
const Level = v.picklist(LEVELS);
const Kept = v.object({
  v: v.literal(1),
  latches: v.array(
    v.object({ cycleFrom: Wall, level: Level, quota: v.pipe(v.string(), v.regex(/^\d{1,20}$/)), plan: v.string() }),
  ),
  held: v.array(
    v.object({
      wish: v.object({
        family: v.literal("pace"),
        level: Level,
        code: v.picklist(["pace-conserve", "pace-essential"]),
        text: v.string(),
        until: v.optional(Wall),
      }),
      since: Moments,
    }),
  ),
  heldOf: v.string(),
  day: v.optional(v.object({ day: Wall, since: Moments, used: v.tuple([Bytes, Bytes, Bytes, Bytes]) })),
  byHand: v.array(v.object({ class: v.string(), since: Wall, used: Bytes })),
  units: v.object({ sizes: v.pipe(v.array(Bytes), v.maxLength(256)) }),
  guard: v.object({ ratios: v.pipe(v.array(Bytes), v.maxLength(256)) }),
  last: v.optional(v.object({ level: Level, since: Wall, before: v.optional(Level) })),
});
type Kept = v.InferOutput<typeof Kept>;

export const keptPolicy = (state: PolicyState): string => JSON.stringify({ v: 1, ...state });

/**
 * Undefined for what is none of ours: then nothing is remembered. What the monotonic clock said was of another run, and so is
 * how far the counts were taken.
 */
export function readKeptPolicy(text: string | undefined, now: Moment): PolicyState | undefined {
  const kept = readKept(text, (value): value is Kept => v.is(Kept, value));
  if (kept === undefined) return undefined;
  const moment = ({ wall }: v.InferOutput<typeof Moments>) =>
    afterBoot(wall === undefined ? {} : { wall: WallMs(wall) }, now);
  const { day, last } = kept;
  return {
    latches: kept.latches.map((latch) => ({ ...latch, cycleFrom: WallMs(latch.cycleFrom) })),
    held: kept.held.map(({ wish: { until, ...wish }, since }) => ({
      wish: until === undefined ? wish : { ...wish, until: WallMs(until) },
      since: moment(since),
    })),
    heldOf: kept.heldOf,
    byHand: kept.byHand.map((one) => ({ ...one, since: WallMs(one.since) })),
    units: kept.units,
    guard: kept.guard,
    ...(day === undefined
      ? {}
      : { day: { day: WallMs(day.day), since: moment(day.since), used: day.used, seen: NO_BYTES } }),
    ...(last === undefined
      ? {}
      : {
          last: {
            level: last.level,
            since: WallMs(last.since),
            ...(last.before === undefined ? {} : { before: last.before }),
          },
        }),
  };
}
