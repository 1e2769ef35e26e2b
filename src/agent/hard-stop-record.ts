import * as v from "valibot";
import type { Duration } from "../base/duration.ts";
import { Millis } from "../base/duration.ts";
import { WallMs } from "../base/instant.ts";
import { BEARER_STOPS, type BearerStop } from "../enforce/hard-stop.ts";
import { readKept } from "./kept-json.ts";

/** How the data connection comes back: by what, and when. */
export interface WayBack {
  readonly by: BearerStop;
  readonly since: WallMs;
  readonly until: WallMs;
  /** The same as a time that runs without a clock: a device that was switched off may not know what time it is. */
  readonly left: Duration;
}

const Kept = v.strictObject({
  v: v.literal(1),
  by: v.picklist(BEARER_STOPS),
  since: v.pipe(v.number(), v.finite()),
  until: v.pipe(v.number(), v.finite()),
  left: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

export const HARD_STOP_KEY = "enforce/hard-stop";

export const writeWayBack = (wayBack: WayBack): string => JSON.stringify({ v: 1, ...wayBack });

/** Undefined for what is none of ours: then nothing was let go. */
export function readWayBack(text: string | undefined): WayBack | undefined {
  const kept = readKept(text, (value): value is v.InferOutput<typeof Kept> => v.is(Kept, value));
  if (kept === undefined) return undefined;
  return { by: kept.by, since: WallMs(kept.since), until: WallMs(kept.until), left: Millis(kept.left) };
}
