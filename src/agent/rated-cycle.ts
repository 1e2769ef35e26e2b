import { createHash } from "node:crypto";
import type { WallMs } from "../base/instant.ts";
import { readFields, seal, unseal } from "../meter/sealed-record.ts";
import { tagKey } from "../meter/tags.ts";
import type { ReplayState } from "../plan/rating/replay.ts";
import type { SlotUse } from "./kinds-of-bytes.ts";
import type { PlanCourse } from "./plan-course.ts";
import type { BookId } from "../meter/book-id.ts";

/**
 * A card's plan as it stood at the end of a cycle, and what it was rated from: a start goes on from there instead of
 * rating fourteen months of hours anew (measured: 60 to 250 ms, cold, where looking the hours through takes a tenth).
 */
export interface RatedCycle {
  readonly at: WallMs;
  readonly state: ReplayState;
  /** The plan that the book began with, and every fact up to the instant. */
  readonly course: string;
  readonly hours: HourMarks;
}

/** By stretches of time, so that what is oldest may be closed and the rest is still known to be the same. */
export interface HourMarks {
  /** The first hour that was there. */
  readonly first: number;
  readonly stretches: readonly (readonly [stretch: number, mark: number])[];
}

const STRETCH = 30 * 86_400_000;

/** Of hours in ascending order, all of before the end of a cycle. */
export function markHours(uses: Iterable<SlotUse>): HourMarks {
  const stretches: [number, number][] = [];
  let [first, stretch] = [-1, -1];
  let [low, high] = [0, 0];
  // Two sums of which the order counts: nobody forges the hours of his own device, and a hash of texts took twice as long.
  const take = (figure: number): void => {
    low = Math.imul(low ^ figure, 0x01000193) >>> 0;
    high = Math.imul(high ^ (figure + low), 0x85ebca6b) >>> 0;
  };
  const close = (): number => (stretch === -1 ? 0 : stretches.push([stretch, high * 0x20_0000 + (low >>> 11)]));
  for (const { hour, up, down, tags } of uses) {
    if (first === -1) first = hour;
    if (Math.floor(hour / STRETCH) !== stretch) {
      close();
      stretch = Math.floor(hour / STRETCH);
      [low, high] = [0, 0];
    }
    take(hour / 60_000);
    for (const bytes of [Number(up), Number(down)]) {
      take(bytes % 0x1_0000_0000);
      take(Math.floor(bytes / 0x1_0000_0000));
    }
    if (tags !== undefined) for (const char of tagKey(tags)) take(char.codePointAt(0) ?? 0);
  }
  close();
  return { first, stretches };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 24);

/**
 * Whether a kept cycle's end is what a replay of this course over these hours comes to. Of the oldest stretch that is
 * left a part may have been closed since: closed hours do not change, and what they were is in the state.
 */
export function holds(kept: RatedCycle, course: PlanCourse, hoursBefore: Iterable<SlotUse>): boolean {
  if (kept.course !== markCourse(course, kept.at)) return false;
  const now = markHours(hoursBefore);
  const [oldest] = now.stretches;
  if (oldest === undefined || now.first < kept.hours.first) return false;
  const same = now.first === kept.hours.first;
  const [was, is] = [kept.hours, now].map(({ stretches }) =>
    stretches.filter(([stretch]) => (same ? true : stretch > oldest[0])),
  );
  return JSON.stringify(was) === JSON.stringify(is);
}

/** Whatever of a course decides how bytes of up to an instant were rated. */
export const markCourse = ({ plan, facts }: PlanCourse, at: WallMs): string =>
  hashOf(textOf([plan, facts.filter((fact) => fact.at <= at)]));

export const ratedKey = (book: BookId): string => `rated/${book}`;

export const writeRated = (book: BookId, rated: RatedCycle): string =>
  seal(ratedKey(book), { v: 1, rated: textOf(rated) });

/** Undefined for what this program did not write, or wrote in another form. */
export function readRated(book: BookId, record: string | undefined): RatedCycle | undefined {
  const fields = record === undefined ? undefined : unseal(ratedKey(book), record);
  if (fields?.["v"] !== 1 || typeof fields["rated"] !== "string") return undefined;
  const rated = revived(readFields(fields["rated"]));
  return isRated(rated) ? rated : undefined;
}

/** The seal says that this program wrote it; of another form are records of other versions. */
const isRated = (value: unknown): value is RatedCycle =>
  typeof value === "object" && value !== null && "state" in value && "hours" in value && "course" in value;

/** Whole numbers without a bound are text in a field of their own. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, field: unknown) => (typeof field === "bigint" ? { $: String(field) } : field));

function revived(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(revived);
  if ("$" in value && typeof value.$ === "string") return BigInt(value.$);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, revived(field)]));
}
