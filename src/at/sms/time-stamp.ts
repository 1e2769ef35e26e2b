/** A TP-SCTS as 3GPP TS 27.005 prints it, and as ISO 8601 where it is a moment of the calendar. */
export interface SmsTimeStamp {
  /** `yy/MM/dd,hh:mm:ss+zz`, the zone in quarters of an hour. */
  readonly text: string;
  /** `2011-02-28T11:50:50-05:00`. */
  readonly iso?: string;
}

/** Seven octets of swapped digits, the zone's sign in bit 3 (3GPP TS 23.040 9.2.3.11). Undefined when a digit is none. */
export function timeStamp(octets: Uint8Array): SmsTimeStamp | undefined {
  const fields = [...octets.subarray(0, 6)].map((octet) => `${octet & 15}${octet >> 4}`);
  const zone = octets[6];
  if (zone === undefined || fields.some((field) => field.length !== 2)) return undefined;
  const quarters = (zone & 7) * 10 + (zone >> 4);
  if (zone >> 4 > 9) return undefined;
  const sign = (zone & 8) === 0 ? "+" : "-";
  const [year, month, day, hour, minute, second] = fields;
  const text = `${year}/${month}/${day},${hour}:${minute}:${second}${sign}${two(quarters)}`;
  const iso = isoOf(text);
  return iso === undefined ? { text } : { text, iso };
}

const STAMP = /^"?(20)?(\d\d)\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d)\s?(?:([+-])(\d\d))?"?$/;

/** The same from the text of text mode; a zone may be missing, and a blank may stand before it (Air780), a year may have four digits. */
export function isoOf(text: string): string | undefined {
  const match = STAMP.exec(text.trim());
  if (match === null) return undefined;
  const [, century, year = "", month = "", day = "", hour = "", minute = "", second = "", sign, zone = ""] = match;
  // Two digits: no message is older than GSM, which began in 1991.
  const full = `${century ?? (Number(year) >= 90 ? "19" : "20")}${year}`;
  const wall = new Date(Date.UTC(Number(full), Number(month) - 1, Number(day)));
  const exists = wall.getUTCMonth() === Number(month) - 1 && wall.getUTCDate() === Number(day);
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const moment = `${full}-${month}-${day}T${hour}:${minute}:${second}`;
  if (sign === undefined) return moment;
  const quarters = Number(zone);
  // The widest zone in use is +14:00; what is wider is no zone (some centres write garbage there).
  if (quarters > 56) return moment;
  return `${moment}${sign}${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`;
}

const two = (n: number): string => String(n).padStart(2, "0");
