import * as v from "valibot";
import { WallMs } from "../base/instant.ts";
import { LEVELS } from "../policy/level.ts";
import type { Override } from "../policy/override.ts";
import { readKept } from "./kept-json.ts";

const Kept = v.strictObject({
  v: v.literal(1),
  level: v.picklist(LEVELS),
  aim: v.picklist(["loosen", "tighten"]),
  since: v.number(),
  until: v.number(),
  by: v.string(),
  reason: v.string(),
  opensReserve: v.boolean(),
});

export const keptOverride = (override: Override): string => JSON.stringify({ v: 1, ...override });

/** Undefined for what is none of ours: then nothing is overridden. */
export function readKeptOverride(text: string | undefined): Override | undefined {
  const kept = readKept(text, (value): value is v.InferOutput<typeof Kept> => v.is(Kept, value));
  if (kept === undefined) return undefined;
  const { v: _version, since, until, ...override } = kept;
  return { ...override, since: WallMs(since), until: WallMs(until) };
}
