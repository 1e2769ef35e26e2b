import { describe, expect, test } from "vitest";
import type { CsvFault } from "../../../src/csv/csv-fault.ts";
import { UsageCsv, type UsageLine } from "../../../src/plan/file/usage-csv.ts";
import { comesTwice } from "../../../src/plan/file/written-instant.ts";
import { dataPlan } from "../../support/data-plans.ts";
import { at } from "../../support/plan-story.ts";

function read(text: string) {
  const usages: UsageLine[] = [];
  const faults: CsvFault[] = [];
  const csv = new UsageCsv(dataPlan([]), {
    onUsage: (usage) => usages.push(usage),
    onFault: (fault) => faults.push(fault),
  });
  csv.feed(text);
  csv.end();
  return { usages, faults };
}

describe("usage out of a file", () => {
  test("every column, in any order; what is not told is absent", () => {
    const { usages, faults } = read(
      "class,bytes,at,until,destination,area,rat,session\n" +
        "payment,1.5 MB,2026-01-10 12:00,2026-01-10T05:00:00Z,acquirer,province:guangxi local:wuzhou,LTE,s1\n" +
        ",7,2026-01-10T12:00:00.250+08:00,,,-,,\n",
    );
    expect(faults).toEqual([]);
    expect(usages).toEqual([
      {
        line: 2,
        class: "payment",
        bytes: 1_572_864n,
        at: at("2026-01-10T12:00:00"),
        until: at("2026-01-10T13:00:00"),
        destination: "acquirer",
        areas: ["province:guangxi", "local:wuzhou"],
        rat: "lte",
        session: "s1",
      },
      { line: 3, bytes: 7n, at: at("2026-01-10T12:00:00.250"), areas: [] },
    ]);
  });

  test("both directions are added", () => {
    expect(read("at,up,down\n2026-01-10,3,4\n").usages).toEqual([{ line: 2, at: at("2026-01-10"), bytes: 7n }]);
  });

  test("a header alone is no usage and no fault", () => {
    expect(read("at,bytes\n")).toEqual({ usages: [], faults: [] });
  });
});

describe("what is wrong is told cell by cell", () => {
  test("every fault of every line", () => {
    const { usages, faults } = read(
      "at,until,bytes,rat\n" +
        "2026-02-29,,1,\n" +
        "2026-01-10,2026-01-09,-5,5g\n" +
        "2026-01-09,,1,\n" +
        "2026-01-11,,1\n" +
        "2026-01-12,,1,lte\n",
    );
    expect(faults.map(({ line, column, found }) => `${line} ${column}: ${found}`)).toEqual([
      '2 at: "2026-02-29"',
      '3 until: "2026-01-09"',
      '3 bytes: "-5"',
      '3 rat: "5g"',
      '4 at: "2026-01-09"',
      "5 undefined: 3 cells",
    ]);
    expect(faults[4]?.expected).toBe("rows in the order of time; line 3 is later");
    expect(usages.map(({ line }) => line)).toEqual([6]);
  });

  test.each([
    ['"at,bytes\n2026-01-10,1\n', /at,bytes.*a quote that is closed/],
    ['at,by"tes\n2026-01-10,1\n', /quote/],
    [`${"a".repeat(70_000)}\n2026-01-10,1\n`, /more than 65536/],
  ])("a header that is broken is told, once, and no other line is taken for it: %#", (text, told) => {
    const { usages, faults } = read(text);
    expect(usages).toEqual([]);
    expect(faults.map(({ line, found, expected }) => ({ line, said: `${found} ${expected}` }))).toEqual([
      { line: 1, said: expect.stringMatching(told) },
    ]);
  });

  test.each([
    ["", "an empty file"],
    ["\uFEFF", "an empty file"],
    ["at,octets\n", 'the column "octets"'],
    ["at,bytes,at\n", "the column at twice"],
    ["bytes\n", "no column at"],
    ["at,up\n", "no column down"],
    ["at,bytes,up\n", "bytes beside up or down"],
  ])("a header: %j", (text, found) => {
    const { faults } = read(`${text}${text === "" ? "" : "1,2,3\n4,5,6\n"}`.replace(/^\uFEFF[^a]*$/, "\uFEFF"));
    expect(faults[0]).toMatchObject({ line: 1, found });
    expect(faults.every(({ line }) => line === 1)).toBe(true);
  });

  test.each(["2026-01-10 24:00", "2026-13-01", "2026-1-1", "10.01.2026", "1999-12-31", "2026-01-10T12:00:60", "now"])(
    "%s is no instant",
    (text) => expect(read(`at,bytes\n${text},1\n`).faults).toMatchObject([{ line: 2, column: "at" }]),
  );

  test.each(["guangxi", "provinz:guangxi", "province:", "local:wuzhou wuzhou"])("%s is no area", (area) =>
    expect(read(`at,bytes,area\n2026-01-10,1,${area}\n`).faults).toMatchObject([
      { line: 2, column: "area", expected: expect.stringContaining("areas as plan files name them") },
    ]),
  );

  test("a local time that the clock leaps over is none, and one that comes twice is the first", () => {
    const berlin = { cycle: { every: "month", day: 1, zone: "Europe/Berlin" }, unitBase: 1024 } as const;
    const usages: UsageLine[] = [];
    const faults: CsvFault[] = [];
    const reader = new UsageCsv(berlin, {
      onUsage: (usage) => usages.push(usage),
      onFault: (fault) => faults.push(fault),
    });
    reader.feed("at,bytes\n2026-03-29 02:30,1\n2026-03-29 03:00,1\n2026-10-25 02:30,1\n");
    reader.end();
    expect(faults).toMatchObject([{ line: 2, column: "at", expected: expect.stringContaining("leap over") }]);
    expect(usages.map((usage) => usage.at)).toEqual([Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 0, 30)]);
    expect(comesTwice("2026-10-25 02:30", "Europe/Berlin")).toBe(true);
    for (const text of ["2026-10-25 01:59", "2026-10-25 03:00", "2026-10-25", "2026-10-25T02:30+02:00"])
      expect(comesTwice(text, "Europe/Berlin")).toBe(false);
  });

  test.each(["1.5", "", "1e3", "0x10", "200 TiB", "1 GigaByte"])("%j is no amount", (text) =>
    expect(read(`at,bytes\n2026-01-10,${text}\n`).faults).toMatchObject([{ line: 2, column: "bytes" }]),
  );
});
