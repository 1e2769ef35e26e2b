import { Fault } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { instantOf, localTime } from "./zone.ts";

/** A cycle that begins every month, at midnight of the zone. */
export interface CycleRule {
  /** 1 to 31; in a shorter month the cycle begins on its last day. */
  readonly day: number;
  /** IANA name. */
  readonly zone: string;
}

/** One billing cycle: `from` belongs to it, `to` is the first instant of the next one. */
export interface Cycle {
  readonly from: WallMs;
  readonly to: WallMs;
}

/** The cycle that an instant lies in. Throws `settings-invalid` for a day or zone that does not exist. */
export function cycleAt(at: WallMs, rule: CycleRule): Cycle {
  if (!Number.isInteger(rule.day) || rule.day < 1 || rule.day > 31) {
    throw new Fault("settings-invalid", `a cycle cannot begin on day ${rule.day}: 1 to 31 are allowed`);
  }
  const { year, month } = localTime(at, rule.zone);
  let count = year * 12 + month - 1;
  // Compared as instants: around a change of the zone's offset a local date may be shown before or after its own start.
  while (startOf(count, rule) > at) count -= 1;
  return { from: startOf(count, rule), to: startOf(count + 1, rule) };
}

export const nextCycle = (cycle: Cycle, rule: CycleRule): Cycle => cycleAt(cycle.to, rule);

export const previousCycle = (cycle: Cycle, rule: CycleRule): Cycle => cycleAt(WallMs(cycle.from - 1), rule);

/** `count` is the number of months since year 0. */
function startOf(count: number, rule: CycleRule): WallMs {
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  return instantOf({ year, month, day: Math.min(rule.day, daysIn(year, month)) }, rule.zone);
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
