import { expect, test } from "vitest";
import { usageCsv, usageRows, usageTable } from "../../src/cli/usage-table.ts";
import type { HoursAnswer } from "../../src/report/hours-answer.ts";

const at = (text: string): number => Date.parse(`${text}:00:00+08:00`);
const BOOK: HoursAnswer = {
  ok: true,
  at: "2026-11-21T02:10:00.000Z",
  zone: "Asia/Shanghai",
  unitBase: 1024,
  cycle: { from: at("2026-11-01T00"), to: at("2026-12-01T00") },
  hours: [
    { at: at("2026-10-31T23"), up: 1_024, down: 1_024 },
    { at: at("2026-11-20T00"), up: 1_024, down: 3_072, class: "payment" },
    { at: at("2026-11-20T23"), up: 0, down: 2_048, rat: "lte", areas: ["local:wuzhou"] },
  ],
  besides: { up: 10, down: 0 },
};

test("days are the zone's, of the running cycle unless asked otherwise, and what is in no hour yet is of today", () => {
  expect(usageRows(BOOK, "cycle", 100)).toEqual([
    { of: "2026-11-20", up: 1_024, down: 5_120 },
    { of: "2026-11-21", up: 10, down: 0 },
  ]);
  expect(usageRows(BOOK, "day", 100)[0]).toEqual({ of: "2026-10-31", up: 1_024, down: 1_024 });
  expect(usageRows(BOOK, "month", 1)).toEqual([{ of: "2026-11", up: 1_034, down: 5_120 }]);
  expect(usageRows(BOOK, "hour", 2).map(({ of }) => of)).toEqual(["2026-11-20 23:00", "2026-11-21 10:00"]);
  const parted = {
    ...BOOK,
    hours: [
      { at: at("2026-11-21T10"), up: 5, down: 0 },
      { at: at("2026-11-21T10") + 300_000, up: 7, down: 0 },
    ],
  };
  expect(usageRows(parted, "hour", 9)).toEqual([{ of: "2026-11-21 10:00", up: 22, down: 0 }]);
  expect(usageRows(parted, "hour", 9, true).map(({ of }) => of)).toEqual([
    "2026-11-21 10:00",
    "2026-11-21 10:05",
    "2026-11-21 10:10",
  ]);
});

test("bytes of no class are shown as such, and together the classes are the cycle", () => {
  expect(usageRows(BOOK, "class", 100)).toEqual([
    { of: "payment", up: 1_024, down: 3_072 },
    { of: "unattributed", up: 10, down: 2_048 },
  ]);
});

test("the longest row has the whole bar, and the sum stands below", () => {
  const lines = usageTable(usageRows(BOOK, "cycle", 100), BOOK).split("\n");
  expect(lines[1]).toMatch(/^2026-11-20 +1\.00 KiB +5\.00 KiB +6\.00 KiB {2}#{24}$/);
  expect(lines[2]).toMatch(/ {2}#$/);
  expect(lines[3]).toMatch(/^sum 总计 .* 6\.01 KiB$/);
  expect(usageTable([], BOOK)).toContain("没有用量");
});

test("the CSV is what rating reads: every hour with what is known of it, and what is in none yet", () => {
  expect(usageCsv(BOOK).split("\n")).toEqual([
    "at,up,down,destination,area,rat,class",
    "2026-10-31T15:00:00.000Z,1024,1024,,,,",
    "2026-11-19T16:00:00.000Z,1024,3072,,,,payment",
    "2026-11-20T15:00:00.000Z,0,2048,,local:wuzhou,lte,",
    "2026-11-21T02:10:00.000Z,10,0,,,,",
    "",
  ]);
});
