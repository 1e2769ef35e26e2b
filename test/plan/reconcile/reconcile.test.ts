import { describe, expect, test } from "vitest";
import type { CsvFault } from "../../../src/csv/csv-fault.ts";
import { BillCsv, type BillColumns, type BillLine } from "../../../src/plan/reconcile/bill-csv.ts";
import { cardNumber } from "../../../src/plan/reconcile/card-number.ts";
import { reconcile } from "../../../src/plan/reconcile/reconcile.ts";
import { readUsageLine } from "../../../src/plan/reconcile/usage-ndjson.ts";

const A = "8986040012345678901";
const B = "8986040012345678902";

describe("a card's number", () => {
  test.each([
    ["as it is", A, A],
    ["with its check digit", `${A}2`, A],
    ["with the filler", `${A}F`, A],
    ["with blanks", "8986 0400 1234 5678 901", A],
    ["as a spreadsheet's text", `="${A}"`, A],
    ["with a spreadsheet's apostrophe", `'${A}`, A],
    ["with hexadecimal letters inside", "898602f2191970341882", "898602F219197034188"],
    ["masked", "898604*********8901", "898604*********8901"],
    ["rounded by a spreadsheet", "8.98604E+18", undefined],
    ["empty", "", undefined],
    ["a telephone number", "1064812345", undefined],
  ])("%s", (_what, text, expected) => {
    expect(cardNumber(text)).toBe(expected);
  });
});

function bill(text: string, more: Partial<BillColumns> = {}) {
  const [lines, faults]: [BillLine[], CsvFault[]] = [[], []];
  const columns: BillColumns = { card: "卡号", used: "用量(MB)", unitBase: 1024, ...more };
  const reader = new BillCsv(columns, { onLine: (line) => lines.push(line), onFault: (fault) => faults.push(fault) });
  reader.feed(text);
  reader.end();
  return { lines, faults };
}

describe("an operator's bill", () => {
  test("is read under its title, by its headings, in the heading's unit, without its total", () => {
    const text = `对账单,,\n卡号,套餐,用量(MB)\n${A}2,30M,"1,024.5"\n${B},30M,0\n合计,,1024.5\n`;
    expect(bill(text)).toEqual({
      lines: [
        { line: 3, card: A, bytes: 1_074_266_112n },
        { line: 4, card: B, bytes: 0n },
      ],
      faults: [],
    });
  });

  test("may have figures with units of their own, or be told its unit", () => {
    expect(bill(`卡号,用量\n${A},2GB\n${B},512KB\n`, { used: "用量" }).lines.map(({ bytes }) => bytes)).toEqual([
      2_147_483_648n,
      524_288n,
    ]);
    const told = bill(`卡号,用量\n${A},2\n`, { used: "用量", unit: "GB", unitBase: 1000 });
    expect(told.lines).toMatchObject([{ bytes: 2_000_000_000n }]);
  });

  test("may name its columns with other brackets, blanks and case than they are asked for, or longer", () => {
    const text = `制表：2026-12-02,,\n卡 号（iccid）,套餐,已用流量（MB）\n${A},30M,2\n`;
    for (const [card, used] of [
      ["卡号(ICCID)", "已用流量(MB)"],
      ["卡号", "已用流量"],
    ] as const)
      expect(bill(text, { card, used }).lines).toEqual([{ line: 3, card: A, bytes: 2n << 20n }]);
    expect(bill("卡号,用量一,用量二\n", { used: "用量" }).faults).toMatchObject([
      { line: 1, found: 'the cells "卡号", "用量一", "用量二"', expected: expect.stringContaining('"用量"') },
    ]);
  });

  test("may be parted by tabs or semicolons", () => {
    for (const separator of ["\t", ";"])
      expect(bill(`卡号,用量(MB)\n="${A}",1\n`.replaceAll(",", separator), { separator }).lines).toMatchObject([
        { card: A, bytes: 1n << 20n },
      ]);
  });

  test("says with a dash or with nothing that a card used nothing, and remarks below it are none of its cards", () => {
    const text = `卡号,用量(MB)\n\t${A},-\n${B},\n合计,0\n备注：流量以MB计,\n,\n`.replace(
      "备注：流量以MB计,",
      ",,备注",
    );
    expect(bill(text)).toMatchObject({
      faults: [],
      lines: [
        { card: A, bytes: 0n },
        { card: B, bytes: 0n },
      ],
    });
  });

  test("has every fault told, with what a spreadsheet has done to it", () => {
    const { lines, faults } = bill(`卡号,用量(MB)\n8.98604E+18,1\n${A},much\n${A},-1\n`);
    expect(lines).toEqual([]);
    expect(faults).toEqual([
      {
        line: 2,
        column: "卡号",
        found: '"8.98604E+18"',
        expected: expect.stringContaining("format the column as text"),
      },
      { line: 3, column: "用量(MB)", found: '"much"', expected: "a figure in MB" },
      { line: 4, column: "用量(MB)", found: '"-1"', expected: "a figure in MB" },
    ]);
    expect(bill("a,b\n1,2\n").faults).toEqual([
      { line: 1, found: 'the cells "a", "b"', expected: 'a line of headings with "卡号" and "用量(MB)"' },
    ]);
    expect(bill(`卡号,用量\n${A},5\n`, { used: "用量" }).faults).toMatchObject([
      { line: 2, expected: "a figure in KB, MB or GB, with its unit" },
    ]);
  });
});

describe("our usage", () => {
  test("is a message as published, or card and bytes", () => {
    const message = {
      v: 1,
      sim: { iccid: "898604*********8901", key: "k" },
      cycle: { from: "2026-10-31T16:00:00.000Z", to: "2026-11-30T16:00:00.000Z", zone: "Asia/Shanghai" },
      used: { up: 1, down: 2, total: 3 },
    };
    expect(readUsageLine(JSON.stringify(message), 1)).toEqual({
      card: "898604*********8901",
      bytes: 3n,
      cycle: "2026-10-31T16:00:00.000Z",
    });
    expect(readUsageLine(`{"card":"${A}2","bytes":5}`, 2)).toEqual({ card: A, bytes: 5n });
  });

  test.each(["nonsense", "null", "[]", `{"card":"x","bytes":1}`, `{"card":"${A}","bytes":-1}`, `{"card":"${A}"}`])(
    "is refused with its line: %s",
    (text) => {
      expect(readUsageLine(text, 7)).toMatchObject({ line: 7, expected: expect.stringContaining("a JSON object") });
    },
  );
});

describe("both, side by side", () => {
  const amounts = (...pairs: readonly (readonly [string, bigint])[]) => new Map(pairs);

  test("differ by theirs less ours, and cards of one side are shown as such", () => {
    expect(reconcile(amounts([A, 900n], ["89860400123456789", 1n]), amounts([A, 1_000n], [B, 7n]))).toEqual([
      { card: A, ours: 900n, theirs: 1_000n, difference: 100n, percent: 10 },
      { card: B, theirs: 7n },
      { card: "89860400123456789", ours: 1n },
    ]);
    expect(reconcile(amounts([A, 5n]), amounts([A, 0n]))).toEqual([{ card: A, ours: 5n, theirs: 0n, difference: -5n }]);
  });

  test("a masked number is the card that alone fits it, with a check digit or without", () => {
    const theirs = amounts([A, 10n], [B, 20n]);
    expect(reconcile(amounts(["898604*********8902", 20n]), theirs)).toMatchObject([
      { card: A },
      { card: B, ours: 20n },
    ]);
    // 20 digits: the last of the four is the check digit that the bill leaves out.
    expect(reconcile(amounts(["898604**********9013", 9n]), theirs)).toMatchObject([
      { card: A, ours: 9n },
      { card: B },
    ]);
  });

  test("a masked number that fits two, or that two have, stays by itself", () => {
    const twin = "8986040099945678901";
    expect(reconcile(amounts(["898604*********8901", 5n]), amounts([A, 1n], [twin, 1n]))).toMatchObject([
      { theirs: 1n },
      { theirs: 1n },
      { card: "898604*********8901", ours: 5n },
    ]);
  });
});
