import { Fault } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { instantOf, type LocalDate, localTime } from "./zone.ts";

/** Begins every month, at midnight of the zone. */
export interface MonthlyCycle {
  readonly every: "month";
  /** 1 to 31; in a shorter month the cycle begins on its last day. China Unicom's IoT cards: 27. */
  readonly day: number;
  /** IANA name. */
  readonly zone: string;
}

/** Begins every `days` days, counted from a first day on and before it alike. */
export interface DaysCycle {
  readonly every: "days";
  readonly days: number;
  readonly from: LocalDate;
  readonly zone: string;
}

/** Bought once, for so many months: one cycle and nothing after it. The last day is the one before that day of the month. */
export interface OnceCycle {
  readonly every: "once";
  readonly from: LocalDate;
  readonly months: number;
  readonly zone: string;
}

/** Nothing ends and nothing begins anew. */
export interface NoCycle {
  readonly every: "never";
  readonly zone: string;
}

export type CycleRule = MonthlyCycle | DaysCycle | OnceCycle | NoCycle;

/** One billing cycle: `from` belongs to it, `to` is the first instant of the next one. */
export interface Cycle {
  readonly from: WallMs;
  readonly to: WallMs;
}

/** The first and the last instant that a calendar holds (ECMA-262 21.4.1.1): a cycle that has no beginning, or no end. */
export const BEGINNING = WallMs(-8.64e15);
export const NEVER = WallMs(8.64e15);

/** The cycle that an instant lies in. Throws `settings-invalid` for a day, a length or a zone that does not exist. */
export function cycleAt(at: WallMs, rule: CycleRule): Cycle {
  switch (rule.every) {
    case "month":
      return monthly(at, rule);
    case "days":
      return everyDays(at, rule);
    case "once":
      return once(at, rule);
    case "never":
      return { from: BEGINNING, to: NEVER };
    default:
      return unreachable(rule);
  }
}

export const nextCycle = (cycle: Cycle, rule: CycleRule): Cycle => cycleAt(cycle.to, rule);

export const previousCycle = (cycle: Cycle, rule: CycleRule): Cycle => cycleAt(WallMs(cycle.from - 1), rule);

function monthly(at: WallMs, rule: MonthlyCycle): Cycle {
  wholeBetween("a cycle cannot begin on day", rule.day, 1, 31);
  const { year, month } = localTime(at, rule.zone);
  let count = year * 12 + month - 1;
  const startOf = (months: number): WallMs => instantOf(dayOfMonth(months, rule.day), rule.zone);
  // Compared as instants: around a change of the zone's offset a local date may be shown before or after its own start.
  while (startOf(count) > at) count -= 1;
  return { from: startOf(count), to: startOf(count + 1) };
}

function everyDays(at: WallMs, { days, from, zone }: DaysCycle): Cycle {
  wholeBetween("a cycle cannot last days:", days, 1, 3_660);
  const startOf = (count: number): WallMs => instantOf(daysAfter(from, count * days), zone);
  let count = Math.floor((dayNumber(localTime(at, zone)) - dayNumber(from)) / days);
  while (startOf(count) > at) count -= 1;
  while (startOf(count + 1) <= at) count += 1;
  return { from: startOf(count), to: startOf(count + 1) };
}

function once(at: WallMs, { from, months, zone }: OnceCycle): Cycle {
  wholeBetween("a plan cannot be valid for months:", months, 1, 1_200);
  const begin = instantOf(from, zone);
  const end = instantOf(monthsAfter(from, months), zone);
  if (at < begin) return { from: BEGINNING, to: begin };
  return at < end ? { from: begin, to: end } : { from: end, to: NEVER };
}

/** The same day of a later month, or that month's last. */
export const monthsAfter = (from: LocalDate, months: number): LocalDate =>
  dayOfMonth(from.year * 12 + from.month - 1 + months, from.day);

/** `months` is the number of months since year 0; a day that the month does not have is its last one. */
function dayOfMonth(months: number, day: number): LocalDate {
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  return { year, month, day: Math.min(day, daysIn(year, month)) };
}

export const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const DAY = 86_400_000;
const dayNumber = ({ year, month, day }: LocalDate): number => Date.UTC(year, month - 1, day) / DAY;

export function daysAfter(from: LocalDate, days: number): LocalDate {
  const date = new Date((dayNumber(from) + days) * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function wholeBetween(what: string, found: number, least: number, most: number): void {
  if (Number.isInteger(found) && found >= least && found <= most) return;
  throw new Fault("settings-invalid", `${what} ${found}; expected a whole number from ${least} to ${most}`);
}
