import { describeBytes } from "../base/bytes.ts";
import { WallMs } from "../base/instant.ts";
import { dayOf, minuteText } from "../plan/local-text.ts";
import { hourStart } from "../plan/zone.ts";
import type { HoursAnswer } from "../report/hours-answer.ts";
import { textColumns } from "./text-columns.ts";

export const GROUPINGS = ["hour", "day", "month", "cycle", "class"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface UsageRow {
  /** `2026-11-20 14:00`, `2026-11-20`, `2026-11`, a class. */
  readonly of: string;
  readonly up: number;
  readonly down: number;
}

const BAR = 24;
const UNATTRIBUTED = "unattributed";

/**
 * What a book holds, in rows; those that are last in time last, at most `last` of them. What is in no hour yet counts as of
 * now. `cycle`: the days of the running cycle. `exact`: hours as they are kept, parted at facts and windows.
 */
export function usageRows(book: HoursAnswer, by: Grouping, last: number, exact = false): readonly UsageRow[] {
  const rows = new Map<string, { up: number; down: number }>();
  const add = (of: string, { up, down }: { readonly up: number; readonly down: number }): void => {
    const row = rows.get(of) ?? { up: 0, down: 0 };
    rows.set(of, { up: row.up + up, down: row.down + down });
  };
  const inCycle = (at: number): boolean => at >= book.cycle.from && at < book.cycle.to;
  const all = [...book.hours, { at: Date.parse(book.at), ...book.besides }];
  for (const hour of all) {
    if (hour.up === 0 && hour.down === 0) continue;
    if ((by === "cycle" || by === "class") && !inCycle(hour.at)) continue;
    add(
      by === "class"
        ? "class" in hour
          ? (hour.class ?? UNATTRIBUTED)
          : UNATTRIBUTED
        : nameOf(hour.at, by, book.zone, exact),
      hour,
    );
  }
  return [...rows].map(([of, amount]) => ({ of, ...amount })).slice(-last);
}

function nameOf(at: number, by: Grouping, zone: string, exact: boolean): string {
  const instant = WallMs(at);
  if (by === "month") return dayOf(instant, zone).slice(0, 7);
  // An hour is parted where a fact or a window's edge lies within it; who asks for hours does not ask for that.
  if (by === "hour") return minuteText(exact ? instant : hourStart(instant, zone), zone);
  return dayOf(instant, zone);
}

/** Rows with bars, the longest one full, and the sum below. */
export function usageTable(rows: readonly UsageRow[], { unitBase }: HoursAnswer): string {
  if (rows.length === 0) return "Nothing was used in that time. 该时段没有用量。\n";
  const amount = (bytes: number): string => describeBytes(BigInt(bytes), unitBase);
  const most = Math.max(...rows.map(({ up, down }) => up + down));
  const sum = rows.reduce((all, { up, down }) => ({ up: all.up + up, down: all.down + down }), { up: 0, down: 0 });
  const cells = [
    ["", "up 上行", "down 下行", "total 合计", ""],
    ...rows.map(({ of, up, down }) => {
      const bar = "#".repeat(Math.ceil(((up + down) / most) * BAR));
      return [of, amount(up), amount(down), amount(up + down), bar];
    }),
    ["sum 总计", amount(sum.up), amount(sum.down), amount(sum.up + sum.down), ""],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => textColumns(row[column] ?? ""))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? pad(cell, widths[0] ?? 0) : at === 4 ? cell : lead(cell, widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return `${cells.map(line).join("\n")}\n`;
}

const pad = (text: string, to: number): string => text + " ".repeat(Math.max(0, to - textColumns(text)));
const lead = (text: string, to: number): string => " ".repeat(Math.max(0, to - textColumns(text))) + text;

/** As `plan rate` and `forecast` read it: instants in UTC, whole bytes. */
export function usageCsv(book: HoursAnswer): string {
  const head = "at,up,down,destination,area,rat,class";
  const rows = book.hours.map(({ at, up, down, destination = "", areas = [], rat = "", class: name = "" }) =>
    [new Date(at).toISOString(), up, down, destination, areas.join(" "), rat, name].join(","),
  );
  const { up, down } = book.besides;
  const now = up + down === 0 ? [] : [[book.at, up, down, "", "", "", ""].join(",")];
  return `${[head, ...rows, ...now].join("\n")}\n`;
}
