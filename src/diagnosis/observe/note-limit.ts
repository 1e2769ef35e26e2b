import type { Standing } from "../../plan/standing.ts";
import type { Watch } from "./watch.ts";

/** Once the next cycle has begun, no book says of the one before that it was used up. */
export const noteLimit = (watch: Watch, { overLimit, cycle }: Standing): Watch =>
  overLimit && watch.overTo !== cycle.to ? { ...watch, overTo: cycle.to } : watch;
