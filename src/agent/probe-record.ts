import { Days, type Duration, Millis } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";
import { distanceAfter, NO_COURSE, type ProbeCourse, type ProbeLimits } from "../policy/next-probe.ts";
import { readKept } from "./kept-json.ts";

/** What of the probes outlives a restart: a device that boots in a loop must not probe without end. */
export interface ProbeRecord {
  readonly v: 1;
  /** Days since 1970 in UTC, of `spent`. */
  readonly day: number;
  readonly spent: number;
  readonly rounds: number;
  /** Of `day`: what acceptance tests cost, which have bytes of their own. */
  readonly tested?: number;
  /** When the last probe was sent, by the clock of then. */
  readonly at: WallMs;
}

export const PROBE_KEY = "probe/kept";

export const dayOf = (wall: WallMs): number => Math.floor(wall / Days(1));

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** Written by this program alone. */
const isRecord = (value: unknown): value is ProbeRecord =>
  typeof value === "object" &&
  value !== null &&
  Reflect.get(value, "v") === 1 &&
  ["day", "spent", "rounds", "at"].every((key) => isNumber(Reflect.get(value, key))) &&
  isNumber(Reflect.get(value, "tested") ?? 0);

export const readProbeRecord = (text: string | undefined): ProbeRecord | undefined => readKept(text, isRecord);

/** The least distance holds over a restart too; where the clock cannot tell how much of it is over, the whole of it. */
export function courseAfter(
  record: ProbeRecord | undefined,
  now: { readonly wall: WallMs; readonly mono: MonoMs },
  limits: ProbeLimits,
): ProbeCourse {
  if (record === undefined) return NO_COURSE;
  const { spent, rounds, at } = record;
  const wait: Duration = distanceAfter(rounds, limits);
  const over = now.wall - at;
  const left = over < 0 ? wait : Millis(wait - over);
  return { ...NO_COURSE, spent, rounds, ...(left > 0 ? { notBefore: now.mono + left } : {}) };
}
