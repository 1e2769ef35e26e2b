import * as v from "valibot";
import { parseBytes, type UnitBase } from "../../base/bytes.ts";
import { plainText } from "../../base/plain-text.ts";
import { WrittenDate } from "../../toml/table.ts";
import { daysIn } from "../cycle.ts";
import { parseMoney } from "../money.ts";
import type { Window } from "../scope.ts";
import { isZone, type LocalDate } from "../zone.ts";

// How the files of this folder write values down. Each message can follow "expected".

export const Name = v.pipe(
  v.string("a name of a-z, 0-9 and -"),
  v.regex(/^[a-z0-9][a-z0-9-]{0,47}$/, "a name of a-z, 0-9 and -, at most 48 characters"),
);

const LINE = "a text of 1 to 200 characters on one line";
export const Line = v.pipe(
  v.string(LINE),
  v.check((text) => text !== "" && text.length <= 200 && plainText(text) === text && !/[\t\n]/.test(text), LINE),
);

export const YesOrNo = v.boolean("true or false");

export const whole = (least: number, most: number, what = "a whole number") => {
  const allowed = `${what} from ${least} to ${most}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(least, allowed), v.maxValue(most, allowed));
};

export const oneOf = <const T extends string>(...options: readonly T[]) =>
  v.picklist(options, `one of ${options.map((option) => `"${option}"`).join(", ")}`);

/** More than any card is sold with; what is larger is a slip. */
export const MOST_BYTES = 100n << 40n;

/** An amount of data; `KB MB GB TB` follow the plan's unit base. */
export function amount(base: UnitBase, { zero = false, more = "" }: { zero?: boolean; more?: string } = {}) {
  const allowed = `an amount of data ${zero ? "from 0 B" : "of more than 0 B"} to 100 TiB, such as "30 MB"${more}`;
  return v.pipe(
    v.string(allowed),
    v.transform((text) => parseBytes(text, base)),
    v.bigint(allowed),
    v.check((bytes) => (zero ? bytes >= 0n : bytes > 0n) && bytes <= MOST_BYTES, allowed),
  );
}

/** `KB`, or `10 MB`: the amount that a price is for. */
export function unit(base: UnitBase) {
  const allowed = 'a unit such as "KB" or "MB", or an amount such as "10 MB"';
  return v.pipe(
    v.string(allowed),
    v.transform((text) => parseBytes(/^\d/.test(text) ? text : `1 ${text}`, base)),
    v.bigint(allowed),
    v.check((bytes) => bytes > 0n && bytes <= MOST_BYTES, allowed),
  );
}

const MONEY = 'an amount of money in quotes, such as "0.29", with at most six decimals';
export const Amount = v.pipe(
  v.string(MONEY),
  v.transform((text) => parseMoney(text)),
  v.bigint(MONEY),
);

/** An account may owe. */
export const SignedAmount = v.pipe(
  v.string(MONEY),
  v.transform((text) => {
    const value = parseMoney(text.replace(/^-/, ""));
    return value !== undefined && text.startsWith("-") ? -value : value;
  }),
  v.bigint(MONEY),
);

function dateOf(text: string): LocalDate | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  return year === undefined || month === undefined || day === undefined ? undefined : { year, month, day };
}

const DATE = "a date without quotes and without a time, such as 2026-01-05";

/** A day of the plan's zone, that exists, between 2000 and 2199. */
export const Day = v.pipe(
  v.custom<WrittenDate>((given) => given instanceof WrittenDate, DATE),
  v.rawTransform(({ dataset, addIssue, NEVER }): LocalDate => {
    const date = dateOf(dataset.value.text);
    if (date === undefined) addIssue({ message: DATE });
    else if (date.year < 2000 || date.year > 2199) addIssue({ message: "a date from 2000-01-01 to 2199-12-31" });
    else if (date.day > daysIn(date.year, date.month) || date.day < 1)
      addIssue({ message: `a date that exists; that month has ${daysIn(date.year, date.month)} days` });
    else return date;
    return NEVER;
  }),
);

const WINDOW = 'a daily window from 00:00 to 24:00 that begins and ends at different times, such as "23:00-07:00"';

/** `23:00-07:00`: minutes of the day; past midnight where it ends before it begins. */
export const DailyWindow = v.pipe(
  v.string(WINDOW),
  v.transform((text) => windowOf(text)),
  v.custom<Window>((window) => window !== undefined, WINDOW),
);

function windowOf(text: string): Window | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24:00))$/.exec(text);
  if (match === null) return undefined;
  const [, hour, minute, toHour, toMinute, midnight] = match;
  const from = Number(hour) * 60 + Number(minute);
  const to = midnight === undefined ? Number(toHour) * 60 + Number(toMinute) : 24 * 60;
  return from === to ? undefined : { from, to };
}

const ZONE = 'the IANA name of a time zone, such as "Asia/Shanghai"';
export const Zone = v.pipe(v.string(ZONE), v.check(isZone, `${ZONE}; this one is not known here`));
