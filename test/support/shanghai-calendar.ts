import type { CycleRule } from "../../src/plan/cycle.ts";

/** Both in milliseconds; `to` does not belong to it. */
export interface Span {
  from: number;
  to: number;
}

/** Shanghai has had no change of its clock since 1991. */
const SHANGHAI = 8 * 3_600_000;
const DAY = 86_400_000;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const lengthOf = (year: number, month: number): number =>
  month === 2 && (year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0)) ? 29 : (LENGTHS[month - 1] ?? 0);

/** Every month from 2000 to 2040: its number, its length, the instant of its first midnight in Shanghai. */
const MONTHS: { year: number; month: number; days: number; start: number }[] = [];
for (let start = 946_656_000_000, year = 2000; year <= 2040; year += 1) {
  for (let month = 1; month <= 12; month += 1) {
    MONTHS.push({ year, month, days: lengthOf(year, month), start });
    start += lengthOf(year, month) * DAY;
  }
}

function midnight({ year, month, day }: { year: number; month: number; day: number }): number {
  const found = MONTHS.find((one) => one.year === year && one.month === month);
  return found === undefined ? Number.NaN : found.start + (Math.min(day, found.days) - 1) * DAY;
}

export function cycleOf(at: number, rule: CycleRule): Span {
  if (rule.every === "never") return { from: -Infinity, to: Infinity };
  if (rule.every === "once") {
    const count = rule.from.month - 1 + rule.months;
    const last = { year: rule.from.year + Math.floor(count / 12), month: (count % 12) + 1, day: rule.from.day };
    const [begin, end] = [midnight(rule.from), midnight(last)];
    if (at < begin) return { from: -Infinity, to: begin };
    return at < end ? { from: begin, to: end } : { from: end, to: Infinity };
  }
  if (rule.every === "days") {
    let from = midnight(rule.from);
    while (from > at) from -= rule.days * DAY;
    while (from + rule.days * DAY <= at) from += rule.days * DAY;
    return { from, to: from + rule.days * DAY };
  }
  const starts = MONTHS.map(({ start, days }) => start + (Math.min(rule.day, days) - 1) * DAY);
  const next = starts.findIndex((start) => start > at);
  return { from: starts[next - 1] ?? Number.NaN, to: starts[next] ?? Number.NaN };
}

export const clock = (at: number): number => Math.floor(((at + SHANGHAI) % DAY) / 60_000);
