export interface DateTime {
  /** The zone's text, where one followed directly. */
  readonly tz?: string;
  /** Milliseconds since 1970 if the fields were UTC. */
  readonly fieldsAsUtc: number;
}

/** Behind a year of four digits some modules write month and day without a leading zero (`+QNITZ:2025/2/21,...`). */
const SHAPE =
  /^(\d{4}(?=\/)|\d{2}(?=\/\d\d\/\d\d,))\/(\d{1,2})\/(\d{1,2}),(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,3})?\s*([+-]\d{1,3})?$/;
/** GSM 03.40 and 27.007 allow -48..+56; some firmware goes to 96 quarters. Beyond a day is no zone. */
const MOST_QUARTERS = 96;

/** `26/11/22,17:03:05+32`, `2026/11/22,17:03:05`: undefined for a day or an hour that no calendar has. */
export function parseDateTime(text: string): DateTime | undefined {
  const trimmed = text.trim();
  const match = SHAPE.exec(trimmed);
  if (match === null) return undefined;
  const [written, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  // Two digits mean 2000-2099 here; the modem's default of 80 (1980) is thereby far in the future, and refused as such.
  const year = match[1]?.length === 4 ? written : 2000 + written;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const tz = match[7];
  if (tz !== undefined && zoneQuarters(tz) === undefined) return undefined;
  // Date.UTC takes years below 100 for those of the twentieth century.
  const midnight = year < 100 ? new Date(0).setUTCFullYear(year, month - 1, day) : Date.UTC(year, month - 1, day);
  const fieldsAsUtc = midnight + ((hour * 60 + minute) * 60 + second) * 1_000;
  return {
    ...(tz === undefined ? {} : { tz }),
    fieldsAsUtc,
  };
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0));

/** `+32`, `-08`, `32`, `+0`: quarters of an hour east of UTC. */
export function zoneQuarters(text: string): number | undefined {
  if (!/^[+-]?\d{1,3}$/.test(text)) return undefined;
  const quarters = Number(text);
  return Math.abs(quarters) <= MOST_QUARTERS ? quarters + 0 : undefined;
}
