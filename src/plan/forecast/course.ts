import type { WallMs } from "../../base/instant.ts";
import { splitBursts } from "./bursts.ts";
import { type History, historyOf, type UsedHour } from "./history.ts";
import { outlookOf } from "./outlook.ts";
import { type Paths, pathsOf } from "./paths.ts";
import { rhythmOf } from "./rhythm.ts";

/** How use goes on, hour by hour: bytes from now to the end of each hour to come, never falling. */
export interface Course extends Paths {
  readonly history: History;
}

/** The course of the hours from the instant on. An empty past gives a course of nothing. */
export function courseOf(used: Iterable<UsedHour>, asOf: WallMs, hours: number, zone: string): Course {
  const history = historyOf(used, asOf, zone);
  const days = Math.ceil(hours / 24);
  const { usual, bursts } = splitBursts(history);
  const rhythm = rhythmOf(usual, history.seen / 24, days, Math.round(history.now / 24));
  const outlook = outlookOf(bursts, history, days);
  const paths = pathsOf(rhythm, outlook);
  const shares = sharesOf(history, new Set(bursts.map(({ day }) => day)));
  // A dated burst comes at its hour, and whole: the last day may end with the cycle in its midst.
  const spikes = new Map(
    outlook.dated.map(({ ahead, hour, probability, bytes }) => {
      const expected = probability * bytes;
      return [ahead, { hour, part: expected / (expected + (rhythm.days[ahead] ?? 0)) }] as const;
    }),
  );
  const spread = (sums: Float64Array): Float64Array => {
    const course = new Float64Array(hours);
    let sum = 0;
    for (let hour = 0; hour < hours; hour += 1) {
      const day = Math.floor(hour / 24);
      const ofDay = (sums[day] ?? 0) - (day === 0 ? 0 : (sums[day - 1] ?? 0));
      const usualShare = shares[(history.days + day) % 7]?.[hour % 24] ?? 0;
      const spike = spikes.get(day);
      const share =
        spike === undefined ? usualShare : usualShare * (1 - spike.part) + (hour % 24 === spike.hour ? spike.part : 0);
      sum += ofDay * share * (hour === 0 ? 1 - history.partOver : 1);
      course[hour] = sum;
    }
    return course;
  };
  return { history, low: spread(paths.low), likely: spread(paths.likely), high: spread(paths.high) };
}

/** Which part of a day's bytes falls into which of its hours, for each weekday; days with a burst do not count. */
function sharesOf({ hours, days }: History, without: ReadonlySet<number>): readonly Float64Array[] {
  const all = new Float64Array(24);
  const ofWeekday = Array.from({ length: 7 }, () => new Float64Array(24));
  for (let day = 0; day < days; day += 1) {
    if (without.has(day)) continue;
    const weight = 0.5 ** ((days - day) / HALF_LIFE);
    const own = ofWeekday[day % 7];
    for (let hour = 0; hour < 24; hour += 1) {
      const bytes = weight * (hours[day * 24 + hour] ?? 0);
      all[hour] = (all[hour] ?? 0) + bytes;
      if (own !== undefined) own[hour] = (own[hour] ?? 0) + bytes;
    }
  }
  const sum = all.reduce((total, bytes) => total + bytes, 0);
  // What all days say together counts like a tenth of a weekday's own bytes.
  return ofWeekday.map((own) => {
    const total = own.reduce((before, bytes) => before + bytes, 0) + sum / 70;
    return own.map((bytes, hour) => (sum === 0 ? 1 / 24 : (bytes + (all[hour] ?? 0) / 70) / total));
  });
}

const HALF_LIFE = 30;
