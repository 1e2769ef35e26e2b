import { isoInstant, WallMs } from "../base/instant.ts";
import type { Usage } from "./usage.ts";
import { instantOf } from "./zone.ts";

/** What is wrong with one line of a usage file. */
export interface LineFault {
  /** The header is line 1. */
  readonly line: number;
  readonly found: string;
  readonly expected: string;
}

export type ReadUsage =
  | { readonly kind: "read"; readonly usages: readonly Usage[] }
  | { readonly kind: "faulty"; readonly faults: readonly LineFault[] };

const COLUMNS = ["at", "bytes", "up", "down", "destination", "area", "rat"];
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads a file of usage: a header that names its columns, `at` and either `bytes` or `up` and `down`; `destination`,
 * `area` (with `;` between) and `rat` may be there, others are passed over. Instants are ISO 8601; without an offset they
 * are meant in the zone. One broken line refuses the file: each is told.
 */
export function readUsageCsv(text: string, zone: string): ReadUsage {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const header = (lines[0] ?? "").split(",").map((name) => unquoted(name).toLowerCase());
  const place = new Map(COLUMNS.map((name) => [name, header.indexOf(name)]));
  const has = (name: string): boolean => (place.get(name) ?? -1) !== -1;
  if (!has("at") || !(has("bytes") || (has("up") && has("down"))))
    return {
      kind: "faulty",
      faults: [
        { line: 1, found: lines[0] ?? "", expected: "a header with the columns at and bytes, or at, up and down" },
      ],
    };
  const faults: LineFault[] = [];
  const usages: Usage[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === "") continue;
    const cells = line.split(",").map(unquoted);
    const cell = (name: string): string | undefined => {
      const found = cells[place.get(name) ?? -1];
      return found === undefined || found === "" ? undefined : found;
    };
    const fault = (found: string, expected: string): void => void faults.push({ line: index + 1, found, expected });
    if (cells.length !== header.length) {
      fault(line, `${header.length} values, as in the header`);
      continue;
    }
    const at = readInstant(cell("at") ?? "", zone);
    const amounts = (has("bytes") ? ["bytes"] : ["up", "down"]).map((name) => cell(name) ?? "");
    const wrong = amounts.find((amount) => !/^\d{1,18}$/.test(amount));
    if (at === undefined) fault(cell("at") ?? "", "an instant such as 2026-11-23T14:00:00+08:00");
    if (wrong !== undefined) fault(wrong, "a whole number of bytes, not below 0");
    if (at === undefined || wrong !== undefined) continue;
    const [destination, areas, rat] = [cell("destination"), cell("area"), cell("rat")];
    usages.push({
      at,
      bytes: amounts.reduce((sum, amount) => sum + BigInt(amount), 0n),
      ...(destination === undefined ? {} : { destination }),
      ...(areas === undefined ? {} : { areas: areas.split(";") }),
      ...(rat === undefined ? {} : { rat }),
    });
  }
  return faults.length > 0 ? { kind: "faulty", faults } : { kind: "read", usages };
}

/** An ISO 8601 instant; a local date and time of the zone where it has no offset. Undefined: it is neither. */
export function readInstant(text: string, zone: string): WallMs | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const given = text.replace(" ", "T");
  const dated = given.includes("T") ? given : `${given}T00:00`;
  const asUtc = new Date(Date.parse(match[1] === undefined ? `${dated}Z` : dated));
  if (Number.isNaN(asUtc.getTime())) return undefined;
  if (match[1] !== undefined) return WallMs(asUtc.getTime());
  // 30 February is read as 2 March by the calendar: such a day is none.
  if (!isoInstant(WallMs(asUtc.getTime())).startsWith(dated.slice(0, 10))) return undefined;
  const [hour, minute, second] = [asUtc.getUTCHours(), asUtc.getUTCMinutes(), asUtc.getUTCSeconds()];
  const date = { year: asUtc.getUTCFullYear(), month: asUtc.getUTCMonth() + 1, day: asUtc.getUTCDate() };
  return instantOf({ ...date, hour, minute, second }, zone);
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, "$1");
