import { WallMs } from "../../base/instant.ts";
import type { ClockMessage } from "../message.ts";
import { splitLine } from "./parameters.ts";

/**
 * `+CCLK: "26/11/22,17:03:05+32"` (27.007 8.15): local time and its offset from UTC in quarters of an hour. Some modems
 * leave the quotes out, some the zone (then UTC is assumed and said to be), some write the year in four digits.
 */
export function parseClock(line: string): ClockMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CCLK") return undefined;
  const match = /^"?(\d{2}|\d{4})\/(\d{2})\/(\d{2}),(\d{2}):(\d{2}):(\d{2})([+-]\d{1,2})?"?$/.exec(parts.body.trim());
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const quarters = match[7] === undefined ? 0 : Number(match[7]);
  if (Math.abs(quarters) > 56) return undefined;
  // Two digits mean 2000-2099 here; the modem's default of 80 (1980) is thereby far in the future, and refused as such.
  const local = Date.UTC(year < 100 ? 2000 + year : year, month - 1, day, hour, minute, second);
  return {
    kind: "clock",
    command: "+CCLK",
    instant: WallMs(local - quarters * 900_000),
    zoned: match[7] !== undefined,
  };
}
