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
    ["with a twentieth digit", `${A}2`, `${A}2`],
    ["with the filler", `${A}F`, A],
    ["with blanks", "8986 0400 1234 5678 901", A],
    ["as a spreadsheet's text", `="${A}"`, A],
    ["with a spreadsheet's apostrophe", `'${A}`, A],
    ["with hexadecimal letters inside", "898602f2191970341882", "898602F2191970341882"],
    ["masked", "898604*********8901", "898604*********8901"],
    ["masked in another way", "89860400****5678901", "89860400****5678901"],
    ["masked with no length", "898604****************************8901", undefined],
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
        { line: 3, card: `${A}2`, bytes: 1_074_266_112n },
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

  test("with two columns of the heading that is asked for is refused: nobody knows which of them is meant", () => {
    const faults = [{ line: 1, column: "用量", found: '"用量"', expected: expect.stringMatching(/rename/) }];
    expect(bill(`卡号,用量,用 量\n${A},1MB,2MB\n`, { used: "用量" }).faults).toEqual(faults);
    expect(bill(`卡号,省内用量,省内用量,用量\n${A},,,2MB\n`, { used: "用量" })).toMatchObject({
      lines: [{ bytes: 2_097_152n }],
      faults: [],
    });
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
      key: "k",
      bytes: 3n,
      cycle: "2026-10-31T16:00:00.000Z",
      zone: "Asia/Shanghai",
    });
    expect(readUsageLine(`{"card":"${A}2","bytes":5}`, 2)).toEqual({ card: `${A}2`, bytes: 5n });
  });

  test.each(["nonsense", "null", "[]", `{"card":"x","bytes":1}`, `{"card":"${A}","bytes":-1}`, `{"card":"${A}"}`])(
    "is refused with its line: %s",
    (text) => {
      expect(readUsageLine(text, 7)).toMatchObject({ line: 7, expected: expect.stringContaining("a JSON object") });
    },
  );
});

describe("both, side by side", () => {
  const amounts = (...pairs: readonly (readonly [string, bigint, string?])[]) =>
    pairs.map(([card, bytes, key]) => (key === undefined ? { card, bytes } : { card, bytes, key }));

  test("differ by theirs less ours, and cards of one side are shown as such", () => {
    expect(reconcile(amounts([A, 900n], ["89860400123456789", 1n]), amounts([A, 1_000n], [B, 7n]))).toEqual([
      { card: A, ours: 900n, theirs: 1_000n, difference: 100n, percent: 10 },
      { card: B, theirs: 7n },
      { card: "89860400123456789", ours: 1n },
    ]);
    expect(reconcile(amounts([A, 5n]), amounts([A, 0n]))).toEqual([{ card: A, ours: 5n, theirs: 0n, difference: -5n }]);
  });

  test("two cards whose numbers differ in the twentieth digit alone are two cards", () => {
    const [one, two] = ["89860412340000005551", "89860412340000005552"];
    expect(reconcile(amounts([one, 1n], [two, 3n]), amounts([one, 3n], [two, 1n]))).toMatchObject([
      { card: one, ours: 1n, theirs: 3n },
      { card: two, ours: 3n, theirs: 1n },
    ]);
    // A list without the last digit says of neither which one it means.
    expect(reconcile(amounts([one, 1n], [two, 3n]), amounts([one.slice(0, 19), 4n]))).toEqual([
      { card: one.slice(0, 19), theirs: 4n, fits: [one, two] },
      { card: one, ours: 1n, fits: [one.slice(0, 19)] },
      { card: two, ours: 3n, fits: [one.slice(0, 19)] },
    ]);
    expect(reconcile(amounts([one, 4n]), amounts([one.slice(0, 19), 4n]))).toMatchObject([
      { card: one.slice(0, 19), ourCard: one, difference: 0n },
    ]);
  });

  test("a masked number is the card that alone fits it, by all digits that both show", () => {
    const theirs = amounts([A, 10n], [B, 20n]);
    expect(reconcile(amounts(["898604*********8902", 20n]), theirs)).toMatchObject([
      { card: A },
      { card: B, ours: 20n },
    ]);
    // Of 20 digits the bill has 19: three of the four shown are left.
    expect(reconcile(amounts(["898604**********9013", 9n]), theirs)).toMatchObject([
      { card: A, ours: 9n },
      { card: B },
    ]);
    const [one, two] = ["89860412340000005551", "89860412340000005552"];
    expect(reconcile(amounts(["898604**********5552", 9n]), amounts([one, 1n], [two, 9n]))).toEqual([
      { card: one, theirs: 1n },
      { card: two, ourCard: "898604**********5552", ours: 9n, theirs: 9n, difference: 0n, percent: 0 },
    ]);
  });

  test("a masked number of the bill is our card that alone fits it", () => {
    expect(reconcile(amounts([A, 10n], [B, 20n]), amounts(["8986040*******78902", 20n]))).toMatchObject([
      { card: "8986040*******78902", ourCard: B, difference: 0n },
      { card: A, ours: 10n },
    ]);
  });

  test("a masked number that fits two, or that two have, is said to be ambiguous on both sides", () => {
    const twin = "8986040099945678901";
    const masked = "898604*********8901";
    expect(reconcile(amounts([masked, 5n]), amounts([A, 1n], [twin, 1n]))).toEqual([
      { card: A, theirs: 1n, fits: [masked] },
      { card: twin, theirs: 1n, fits: [masked] },
      { card: masked, ours: 5n, fits: [A, twin] },
    ]);
    expect(reconcile(amounts([masked, 5n, "k1"], [masked, 6n, "k2"]), amounts([A, 5n]))).toEqual([
      { card: A, theirs: 5n, fits: [masked, masked] },
      { card: masked, key: "k1", ours: 5n, fits: [A] },
      { card: masked, key: "k2", ours: 6n, fits: [A] },
    ]);
  });
});
