import { createHash } from "node:crypto";
import { crc32OfText } from "../base/crc32.ts";
import type { WallMs } from "../base/instant.ts";
import type { HourColumns } from "../meter/hour-table.ts";
import { readFields, seal, unseal } from "../meter/sealed-record.ts";
import { tagKey } from "../meter/tags.ts";
import type { ReplayState } from "../plan/rating/replay.ts";
import type { PlanCourse } from "./plan-course.ts";
import type { BookId } from "../meter/book-id.ts";

/**
 * A card's plan as it stood at the end of a cycle, and what it was rated from: a start goes on from there instead of
 * rating fourteen months of hours anew (measured: 60 to 250 ms, cold, where looking the hours through takes a few).
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
  readonly stretches: readonly (readonly [stretch: number, mark: string])[];
}

const STRETCH = 30 * 86_400_000;

/** Of hours that all are of before the end of a cycle. By whole columns: row by row it was half of what looking at a plan took. */
export function markHours({ hours, up, down, kind, kinds }: HourColumns): HourMarks {
  // The same kind has another place in the table after a start.
  const names = Uint32Array.from(kinds, (tags) => crc32OfText(tagKey(tags)));
  const named = kind.map((place) => names[place] ?? 0);
  const stretches: [number, string][] = [];
  for (let start = 0; start < hours.length;) {
    const stretch = Math.floor((hours[start] ?? 0) / STRETCH);
    const next = hours.findIndex((hour, at) => at > start && hour >= (stretch + 1) * STRETCH);
    const end = next === -1 ? hours.length : next;
    const hash = createHash("sha256");
    for (const column of [hours, up, down, named]) hash.update(column.subarray(start, end));
    stretches.push([stretch, hash.digest("hex").slice(0, 16)]);
    start = end;
  }
  return { first: hours[0] ?? -1, stretches };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 24);

/**
 * Whether a kept cycle's end is what a replay of this course over these hours comes to. Of the oldest stretch that is
 * left a part may have been closed since: closed hours do not change, and what they were is in the state.
 */
export function holds(kept: RatedCycle, course: PlanCourse, hoursBefore: HourColumns): boolean {
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
  seal(ratedKey(book), { v: 2, rated: textOf(rated) });

/** Undefined for what this program did not write, or wrote in another form. */
export function readRated(book: BookId, record: string | undefined): RatedCycle | undefined {
  const fields = record === undefined ? undefined : unseal(ratedKey(book), record);
  if (fields?.["v"] !== 2 || typeof fields["rated"] !== "string") return undefined;
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
