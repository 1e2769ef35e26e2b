import type { WallMs } from "../../src/base/instant.ts";
import { daysAfter } from "../../src/plan/cycle.ts";
import { instantOf, type LocalDate } from "../../src/plan/zone.ts";
import { seededRandom } from "../../src/simulator/seeded-random.ts";

/** One hour of use: where the hour starts, in the zone, and the bytes of both directions. */
export type UsedHour = readonly [hour: WallMs, bytes: bigint];

/** What a day is to a rhythm. */
interface Day {
  /** From the first day of the trace on. */
  readonly number: number;
  readonly date: LocalDate;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Whether it is the month's last day, the last but one ... from 0. */
  readonly toMonthEnd: number;
}

interface Dice {
  /** Evenly from [0, 1). */
  even(): number;
  /** Around 1, never below 0: the logarithm has that standard deviation. */
  around(spread: number): number;
}

/** Kilobytes of each hour of a day; remembers what it wants between days. */
type Rhythm = (dice: Dice) => (day: Day) => readonly number[];

const hours = (of: (hour: number) => number): number[] => Array.from({ length: 24 }, (_, hour) => of(hour));
const noisy = (shape: readonly number[], dice: Dice, daily: number, hourly: number): number[] => {
  const today = dice.around(daily);
  return shape.map((kb) => kb * today * dice.around(hourly));
};
const scaled = (shape: readonly number[], by: number): number[] => shape.map((kb) => kb * by);
const plus = (shape: readonly number[], hour: number, kb: number): number[] =>
  shape.map((before, at) => (at === hour ? before + kb : before));

const NIGHT = hours(() => 2);
const OFFICE = hours((hour) => (hour >= 9 && hour < 18 ? 60 : 2));
const SHOP = hours((hour) => (hour >= 10 && hour < 22 ? (hour === 12 || hour >= 18 ? 80 : 40) : 2));
const LONG_SHOP = hours((hour) => (hour >= 7 && hour < 23 ? 60 : 2));
const EVEN = hours(() => 20);
const isWeekend = ({ weekday }: Day): boolean => weekday === 0 || weekday === 6;
const shop = (dice: Dice, by = 1): number[] => noisy(scaled(SHOP, by), dice, 0.25, 0.4);
const officeDay = (day: Day, dice: Dice): number[] => noisy(isWeekend(day) ? NIGHT : OFFICE, dice, 0.2, 0.4);
const exponential = (dice: Dice): number => -Math.log(1 - dice.even());

/** The rhythms that the forecast was tuned on. */
export const TUNED: Readonly<Record<string, Rhythm>> = {
  constant: () => () => EVEN,
  "even with noise": (dice) => () => noisy(EVEN, dice, 0.1, 0.5),
  "office hours": (dice) => (day) => officeDay(day, dice),
  shop: (dice) => (day) => shop(dice, isWeekend(day) ? 1.6 : 1),
  weekends: (dice) => (day) => noisy(isWeekend(day) ? SHOP : NIGHT, dice, 0.25, 0.4),
  "nightly backup": (dice) => () => plus(noisy(EVEN, dice, 0.2, 0.4), 2, 900 * dice.around(0.2)),
  "weekly backup": (dice) => (day) => {
    const usual = noisy(EVEN, dice, 0.2, 0.4);
    return day.weekday === 0 ? plus(usual, 3, 4_000 * dice.around(0.15)) : usual;
  },
  bursts: (dice) => () => {
    const usual = noisy(EVEN, dice, 0.2, 0.4);
    return dice.even() < 0.15 ? plus(usual, Math.floor(dice.even() * 24), 2_500 * exponential(dice)) : usual;
  },
  "firmware on the 20th": (dice) => (day) => {
    const usual = shop(dice);
    return day.date.day === 20 ? plus(usual, 3, 15_000) : usual;
  },
  "firmware once": (dice) => {
    const when = 20 + 30 * Math.floor(dice.even() * 5);
    return (day) => (day.number === when ? plus(shop(dice), 3, 15_000) : shop(dice));
  },
  growing: (dice) => (day) => scaled(shop(dice), 1.006 ** day.number),
  shrinking: (dice) => (day) => scaled(shop(dice), 0.993 ** day.number),
  intermittent: (dice) => {
    let on = true;
    return () => {
      on = on ? dice.even() > 0.12 : dice.even() < 0.35;
      return on ? shop(dice) : hours(() => 0);
    };
  },
  "longer opening hours": (dice) => {
    const since = 40 + Math.floor(dice.even() * 80);
    return (day) => (day.number < since ? shop(dice) : noisy(LONG_SHOP, dice, 0.25, 0.4));
  },
  "a week of holidays": (dice) => {
    const from = 30 * (1 + Math.floor(dice.even() * 4)) + Math.floor(dice.even() * 20);
    return (day) => (day.number >= from && day.number < from + 7 ? noisy(NIGHT, dice, 0.1, 0.4) : officeDay(day, dice));
  },
  "noise from day to day": (dice) => () => noisy(EVEN, dice, 0.7, 0.5),
  "down to a third": (dice) => {
    const since = 35 + Math.floor(dice.even() * 90);
    return (day) => officeDay(day, dice).map((kb) => (day.number < since ? kb : kb / 3));
  },
  "slow waves": (dice) => {
    const phase = dice.even() * 90;
    return (day) => shop(dice, 1 + 0.5 * Math.sin((2 * Math.PI * (day.number + phase)) / 90));
  },
};

/** Rhythms of which the forecast knew nothing while it was tuned. */
export const HELD_OUT: Readonly<Record<string, Rhythm>> = {
  "closed on Mondays": (dice) => (day) =>
    day.weekday === 1 ? noisy(NIGHT, dice, 0.2, 0.4) : noisy(SHOP, dice, 0.35, 0.5),
  "every other week": (dice) => (day) =>
    noisy(SHOP, dice, 0.2, 0.4).map((kb) => (Math.floor(day.number / 7) % 2 === 0 ? kb : kb * 0.3)),
  "rush at the month's end": (dice) => (day) => shop(dice, day.toMonthEnd < 4 ? 2.5 : 1),
  "update every 14 days": (dice) => (day) => {
    const usual = officeDay(day, dice);
    return day.number % 14 === 6 ? plus(usual, 1, 3_000) : usual;
  },
  "rare and heavy": (dice) => () => (dice.even() < 0.3 ? scaled(shop(dice), 4 * exponential(dice)) : NIGHT),
  wandering: (dice) => {
    let level = 1;
    return () => {
      level *= dice.around(0.06);
      return shop(dice, level);
    };
  },
  "busier weekends from some day on": (dice) => {
    const since = 40 + Math.floor(dice.even() * 90);
    return (day) => shop(dice, isWeekend(day) && day.number >= since ? 3 : 1);
  },
  "half as much in summer": (dice) => (day) =>
    officeDay(day, dice).map((kb) => (day.date.month === 7 || day.date.month === 8 ? kb / 2 : kb)),
  "twice as much, slowly": (dice) => {
    const since = 30 + Math.floor(dice.even() * 60);
    return (day) => shop(dice, 1 + Math.min(1, Math.max(0, (day.number - since) / 40)));
  },
  "report on Fridays": (dice) => (day) => {
    const usual = noisy(NIGHT, dice, 0.2, 0.4);
    return day.weekday === 5 ? plus(usual, 17, 1_500 * dice.around(0.3)) : usual;
  },
  "ten days away": (dice) => {
    const from = 30 + Math.floor(dice.even() * 110);
    return (day) => (day.number >= from && day.number < from + 10 ? hours(() => 0) : shop(dice));
  },
  "two bursts of firmware": (dice) => {
    const [first, second] = [dice.even() * 150, dice.even() * 150].map(Math.floor);
    return (day) => {
      const usual = officeDay(day, dice);
      return day.number === first || day.number === second ? plus(usual, 4, 12_000 * dice.around(0.3)) : usual;
    };
  },
};

/** Rhythms that were written down before the method was last changed, and that no constant was ever chosen by. */
export const UNSEEN: Readonly<Record<string, Rhythm>> = {
  "paydays on the 10th and the 25th": (dice) => (day) => shop(dice, [10, 11, 25, 26].includes(day.date.day) ? 2.2 : 1),
  "catalogue on the 5th, firmware on the 20th": (dice) => (day) => {
    const usual = shop(dice);
    if (day.date.day === 5) return plus(usual, 2, 6_000 * dice.around(0.1));
    return day.date.day === 20 || day.date.day === 21 ? plus(usual, 3, 6_000) : usual;
  },
  "now and then closed": (dice) => (day) => {
    const closed = dice.even() < 0.06;
    return closed ? noisy(NIGHT, dice, 0.2, 0.4) : officeDay(day, dice);
  },
  "by the weather": (dice) => {
    let heat = 0;
    return () => {
      heat = 0.9 * heat + Math.log(dice.around(0.15));
      return shop(dice, Math.exp(heat));
    };
  },
  "now more, now less, for weeks": (dice) => {
    let busy = false;
    return () => {
      busy = dice.even() < 0.08 ? !busy : busy;
      return shop(dice, busy ? 2.5 : 1);
    };
  },
  "a camera that alarms": (dice) => () =>
    noisy(EVEN, dice, 0.1, 0.4).map((kb) => (dice.even() < 0.02 ? kb + 120 * (1 - dice.even()) ** -0.7 : kb)),
  "more tills from some day on": (dice) => {
    const since = 40 + Math.floor(dice.even() * 90);
    return (day) => shop(dice, day.number >= since ? 1.8 : 1);
  },
  "few messages": (dice) => () => hours(() => (dice.even() < 0.4 ? 3 : 0) + (dice.even() < 0.05 ? 6 : 0)),
  "backup every third day": (dice) => (day) =>
    day.number % 3 === 1 ? plus(noisy(EVEN, dice, 0.2, 0.4), 1, 1_500 * dice.around(0.2)) : noisy(EVEN, dice, 0.2, 0.4),
  "three weeks of school holidays": (dice) => {
    const from = 35 + Math.floor(dice.even() * 100);
    return (day) =>
      day.number >= from && day.number < from + 21 ? noisy(NIGHT, dice, 0.1, 0.4) : officeDay(day, dice);
  },
  "a restaurant that grows": (dice) => (day) => {
    if (day.weekday === 0) return noisy(NIGHT, dice, 0.2, 0.4);
    return shop(dice, (day.weekday >= 5 ? 2 : 1) * 1.003 ** day.number);
  },
  "updates on the second Tuesday": (dice) => (day) => {
    const usual = shop(dice);
    return day.weekday === 2 && day.date.day > 7 && day.date.day <= 14 ? plus(usual, 3, 8_000) : usual;
  },
  "report on the month's last day": (dice) => (day) => {
    const usual = officeDay(day, dice);
    return day.toMonthEnd === 0 ? plus(usual, 18, 5_000 * dice.around(0.2)) : usual;
  },
};

/** The same rhythm, the same seed: the same hours, ascending; hours without a byte are not among them. */
export function usageTrace(
  rhythm: Rhythm,
  { seed, from, days, zone }: { seed: number; from: LocalDate; days: number; zone: string },
): readonly UsedHour[] {
  const trace: UsedHour[] = [];
  const ofDay = rhythm(diceOf(seed));
  for (let number = 0; number < days; number += 1) {
    const date = daysAfter(from, number);
    const day = { number, date, weekday: new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay() };
    const toMonthEnd = new Date(Date.UTC(date.year, date.month, 0)).getUTCDate() - date.day;
    for (const [hour, kb] of ofDay({ ...day, toMonthEnd }).entries())
      if (kb > 0) trace.push([instantOf({ ...date, hour }, zone), BigInt(Math.round(kb * 1_024))]);
  }
  return trace;
}

function diceOf(seed: number): Dice {
  const even = seededRandom(seed * 7_919 + 17);
  for (let thrown = 0; thrown < 8; thrown += 1) even();
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even());
  return { even, around: (spread) => Math.exp(spread * normal() - (spread * spread) / 2) };
}
