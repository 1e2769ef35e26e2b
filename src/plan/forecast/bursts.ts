import type { History } from "./history.ts";
import { median } from "./median.ts";

/** A day that carried far more than days like it: a download of firmware, an update of a catalogue. */
export interface Burst {
  /** Index of the day in the history. */
  readonly day: number;
  /** Bytes above what that day would have been. */
  readonly excess: number;
  /** The local hour, since 1970, that carried most. */
  readonly peak: number;
}

export interface Split {
  /** Bytes of each day without its burst. */
  readonly usual: Float64Array;
  readonly bursts: readonly Burst[];
}

const WINDOW = 14;
/** Of the same weekdays a part may carry a burst, every other one for example; of what comes every week all do. */
const BELOW_HALF = 0.35;
/** So many days on end are no burst but another way of use; at the newest end one fewer, else it is learnt too late. */
const RUN = 4;

/** Takes the bursts out of the days, so that none of them is taken for what the device does every day. */
export function splitBursts({ hours, days, now }: History): Split {
  const totals = Float64Array.from({ length: days }, (_, day) =>
    hours.subarray(day * 24, day * 24 + 24).reduce((sum, bytes) => sum + bytes, 0),
  );
  const usualOf = new Float64Array(days);
  const high = Array.from(totals, (total, day) => {
    const near = around(totals, day);
    const middle = median(near);
    const own = Math.max(sameWeekdays(totals, day), middle);
    usualOf[day] = own;
    // Most days are below that: their neighbours' scatter need not be known.
    return total > 2.5 * own && total > own + 6 * 1.4826 * median(near.map((other) => Math.abs(other - middle)));
  });
  const usual = Float64Array.from(totals);
  const bursts: Burst[] = [];
  for (let day = 0; day < days; day += 1) {
    if (high[day] !== true) continue;
    let end = day;
    while (high[end + 1] === true) end += 1;
    const lasting = end - day + 1 >= (end === days - 1 ? RUN - 1 : RUN);
    for (; day <= end && !lasting; day += 1) {
      usual[day] = usualOf[day] ?? 0;
      bursts.push({
        day,
        excess: (totals[day] ?? 0) - (usual[day] ?? 0),
        peak: now - (days - day) * 24 + peakOf(hours.subarray(day * 24, day * 24 + 24)),
      });
    }
    day = end;
  }
  return { usual, bursts };
}

/** The same weekday in the weeks around, where every other week may carry a burst; 0 where there is none. */
function sameWeekdays(totals: Float64Array, day: number): number {
  const same: number[] = [];
  for (let week = 1; week <= 4; week += 1)
    for (const other of [day - 7 * week, day + 7 * week])
      if (other >= 0 && other < totals.length) same.push(totals[other] ?? 0);
  return Float64Array.from(same).toSorted()[Math.floor((same.length - 1) * BELOW_HALF)] ?? 0;
}

const around = (totals: Float64Array, day: number): number[] => [
  ...totals.subarray(Math.max(0, day - WINDOW), day),
  ...totals.subarray(day + 1, day + 1 + WINDOW),
];

const peakOf = (hours: Float64Array): number => hours.indexOf(Math.max(...hours));
