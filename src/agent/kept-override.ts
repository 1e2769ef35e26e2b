import * as v from "valibot";
import { WallMs } from "../base/instant.ts";
import { LEVELS } from "../policy/level.ts";
import type { ClassOverride, Override } from "../policy/override.ts";
import { readKept } from "./kept-json.ts";

const byHand = {
  aim: v.picklist(["loosen", "tighten"]),
  since: v.number(),
  until: v.number(),
  by: v.string(),
  reason: v.string(),
  opensReserve: v.boolean(),
};

const Kept = v.strictObject({ v: v.literal(1), level: v.picklist(LEVELS), ...byHand });

const KeptClasses = v.strictObject({
  v: v.literal(1),
  classes: v.array(
    v.strictObject({
      class: v.string(),
      held: v.boolean(),
      bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      ...byHand,
    }),
  ),
});

export const keptOverride = (override: Override): string => JSON.stringify({ v: 1, ...override });

/** Undefined for what is none of ours: then nothing is overridden. */
export function readKeptOverride(text: string | undefined): Override | undefined {
  const kept = readKept(text, (value): value is v.InferOutput<typeof Kept> => v.is(Kept, value));
  if (kept === undefined) return undefined;
  const { v: _version, since, until, ...override } = kept;
  return { ...override, since: WallMs(since), until: WallMs(until) };
}

export const keptClassOverrides = (classes: readonly ClassOverride[]): string => JSON.stringify({ v: 1, classes });

/** None for what is none of ours. */
export function readKeptClassOverrides(text: string | undefined): readonly ClassOverride[] {
  const kept = readKept(text, (value): value is v.InferOutput<typeof KeptClasses> => v.is(KeptClasses, value));
  return (kept?.classes ?? []).map(({ bytes, since, until, ...rest }) => ({
    ...rest,
    since: WallMs(since),
    until: WallMs(until),
    ...(bytes === undefined ? {} : { bytes }),
  }));
}
