import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CsvFault } from "../../src/csv/csv-fault.ts";
import { BY_HEADER, CsvReader } from "../../src/csv/csv-reader.ts";

function read(...pieces: readonly string[]) {
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  const faults: CsvFault[] = [];
  const reader = new CsvReader({
    onRow: (cells, line) => {
      rows.push(cells);
      lines.push(line);
    },
    onFault: (fault) => faults.push(fault),
  });
  for (const piece of pieces) reader.feed(piece);
  reader.end();
  return { rows, lines, faults };
}

test.each([
  ["commas", "a,b\n1,2\n"],
  ["semicolons", "a;b\n1;2\n"],
  ["tabs", "\n\na\tb\n1\t2\n"],
  ["a line for the spreadsheet", "\uFEFFsep=;\r\na;b\r\n1;2\r\n"],
])("by the header: %s", (_, text) => {
  const rows: (readonly string[])[] = [];
  const reader = new CsvReader({ onRow: (cells) => rows.push(cells), onFault: () => {} }, BY_HEADER);
  reader.feed(text);
  reader.end();
  expect(rows).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
});

describe("rows", () => {
  test.each([
    ["LF", "a,b\n1,2\n"],
    ["CRLF", "a,b\r\n1,2\r\n"],
    ["no line end at the end", "a,b\n1,2"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n"],
    ["quotes where none are needed", '"a","b"\r\n"1",2\r\n'],
    ["lines with nothing on them", "\na,b\n\r\n\n1,2\n\n"],
  ])("%s", (_, text) => {
    expect(read(text)).toMatchObject({
      rows: [
        ["a", "b"],
        ["1", "2"],
      ],
      faults: [],
    });
  });

  test("commas, quotes and line ends inside quotes, and the line on which each row begins", () => {
    const { rows, lines, faults } = read('a,b\n"x, ""y""","1\r\n2"\n3,""\n');
    expect(rows).toEqual([
      ["a", "b"],
      ['x, "y"', "1\r\n2"],
      ["3", ""],
    ]);
    expect(lines).toEqual([1, 2, 4]);
    expect(faults).toEqual([]);
  });

  test("whatever is written comes back, in whatever pieces it arrives", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "b", ",", '"', "\r", "\n", " ", "é", "流"), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.boolean(), fc.array(fc.nat(60), { maxLength: 5 }), (rows, crlf, cuts) => {
        const written = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(","))
          .join(crlf ? "\r\n" : "\n");
        const edges = [0, ...cuts.toSorted((a, b) => a - b), written.length];
        const pieces = edges.slice(1).map((edge, index) => written.slice(edges[index], edge));
        const back = read(...pieces);
        expect(back.rows).toEqual(rows);
        expect(back.faults).toEqual([]);
      }),
      { seed: 4180 },
    );
  });

  test("any text at all is read or refused line by line, never thrown at", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ",", '"', "\r", "\n", "\uFEFF"), maxLength: 40 }), (text) => {
        const { rows, faults } = read(text);
        expect(rows.length + faults.length).toBeLessThanOrEqual(text.split("\n").length);
      }),
      { seed: 4180, numRuns: 500 },
    );
  });
});

describe("a broken line is told with its number, and the next is read", () => {
  test.each([
    ['a"b,c', 'a quote inside "a\\"b"'],
    ['"a"b,c', '"b,c" after a closing quote'],
    ["a\rb,c", "a carriage return inside the line"],
  ])("%j", (line, found) => {
    expect(read(`x,y\n${line}\n1,2\n`)).toMatchObject({
      rows: [
        ["x", "y"],
        ["1", "2"],
      ],
      faults: [{ line: 2, found }],
    });
  });

  test("a quote that is never closed", () => {
    expect(read('x,y\n1,"2\n3,4\n').faults).toMatchObject([
      { line: 2, expected: "a quote that is closed before the file ends" },
    ]);
  });

  test("a line without an end does not fill the memory", () => {
    const pieces = Array.from({ length: 100 }, () => "a".repeat(10_000));
    const { rows, faults } = read("x,y\n", ...pieces, "\n1,2\n");
    expect(faults).toMatchObject([{ line: 2, found: "a row of more than 65536 characters" }]);
    expect(rows).toEqual([
      ["x", "y"],
      ["1", "2"],
    ]);
  });
});
