import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planReconcile } from "../../src/cli/plan-reconcile.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const CARD = "8986040012345678901";
const message = (total: number, from = "2026-10-31T16:00:00.000Z", key = "k"): string =>
  JSON.stringify({
    sim: { iccid: "898604*********8901", key },
    cycle: { from, zone: "Asia/Shanghai" },
    used: { total },
  });

function comparison(bill: string | Uint8Array, usage: string, ...more: readonly string[]) {
  const [billFile, usageFile] = [join(scratch(), "bill.csv"), join(scratch(), "usage.ndjson")];
  writeFileSync(billFile, bill);
  writeFileSync(usageFile, usage);
  let text = "";
  const argv = ["--bill", billFile, "--usage", usageFile, "--columns", "card=卡号,used=用量(KB)", ...more];
  const code = planReconcile(argv, (piece) => (text += piece));
  return { code, text };
}

const compared = (bill: string | Uint8Array, usage: string, ...more: readonly string[]): string =>
  comparison(bill, usage, ...more).text;

test("a bill in GB18030 beside the agents' messages: the last message of a cycle counts", () => {
  // The same text as spreadsheets in China save it: "卡号,用量(KB)".
  const heading = Uint8Array.from([0xbf, 0xa8, 0xba, 0xc5, 0x2c, 0xd3, 0xc3, 0xc1, 0xbf, 0x28, 0x4b, 0x42, 0x29, 0x0a]);
  const bill = Buffer.concat([heading, Buffer.from(`${CARD}2,102\n8986040012345678999,1\n`)]);
  const text = compared(bill, `${message(50_000)}\n${message(102_400)}\n`);
  expect(text).toMatch(new RegExp(`${CARD}2 +100\\.00 KiB +102\\.00 KiB +2\\.00 KiB +1\\.96 % +agrees 相符`));
  expect(text).toMatch(/8986040012345678999 +- +1\.00 KiB +- +not in our books 本地没有/);
  expect(text).toContain(
    "1 agrees 相符, 0 DIFFERS 不符, 0 not on the bill 账单中没有, 1 not in our books 本地没有 (within 3 %)",
  );
});

test("the same for machines; a smaller tolerance", () => {
  const text = compared(`卡号,用量(KB)\n${CARD},102\n`, message(102_400), "--tolerance", "1", "--json");
  expect(JSON.parse(text)).toEqual({
    card: CARD,
    ourCard: "898604*********8901",
    key: "k",
    ours: 102_400,
    theirs: 104_448,
    difference: 2_048,
    percent: 1.96,
    verdict: "differs",
  });
});

test("usage of several cycles is refused until one is named", () => {
  const two = `${message(1)}\n${message(2, "2026-11-30T16:00:00.000Z")}\n`;
  const bill = `卡号,用量(KB)\n${CARD},0\n`;
  expect(() => compared(bill, two)).toThrow(/found usage of 2 cycles; expected --cycle, one of 2026-10-31T16:00/);
  expect(compared(bill, two, "--cycle", "2026-11-30", "--json")).toContain('"ours":2');
});

test("a cycle may be named by its day in the plan's zone, by its month, and not by what is none", () => {
  const two = `${message(1)}\n${message(2, "2026-11-30T16:00:00.000Z")}\n`;
  const bill = `卡号,用量(KB)\n${CARD},0\n`;
  expect(compared(bill, two, "--cycle", "2026-11-01", "--json")).toContain('"ours":1');
  expect(compared(bill, two, "--cycle", "2026-12", "--json")).toContain('"ours":2');
  for (const wrong of ["hello", "2026-13-01", "2026-02-30", "2026"])
    expect(() => compared(bill, two, "--cycle", wrong)).toThrow(/--cycle: found ".*"; expected the cycle's first day/);
  expect(() => compared(bill, two, "--cycle", "2027-01")).toThrow(
    /no usage of the cycle 2027-01; expected .*2026-11-30/,
  );
  expect(() => compared(bill, `${two}{"card":"${CARD}","bytes":7}\n`, "--cycle", "2026-12")).toThrow(
    /usage\.ndjson:3: found no cycle; expected a cycle on every line/,
  );
});

test("two cards with one masked number are two, and the table says that nobody knows which is which", () => {
  const bill = `卡号,用量(KB)\n${CARD},1\n`;
  const { code, text } = comparison(bill, `${message(1_024)}\n${message(2_048, undefined, "other")}\n`);
  expect(code).toBe(1);
  expect(text).toMatch(new RegExp(`${CARD} +- +1\\.00 KiB +- +AMBIGUOUS 无法确定: ours 898604`));
  expect(text).toContain("3 AMBIGUOUS");
  expect(text).toContain("it cannot be computed from a list of ICCIDs");
});

test("the exit code says whether all cards agree", () => {
  const bill = `卡号,用量(KB)\n${CARD},100\n`;
  expect(comparison(bill, message(102_400)).code).toBe(0);
  expect(comparison(bill, message(50_000)).code).toBe(1);
  expect(comparison(`${bill}8986040012345678999,1\n`, message(102_400)).code).toBe(1);
});

test("faults of both files are told at once", () => {
  expect(() => compared(`卡号,用量(KB)\n${CARD},x\n`, "nonsense\n")).toThrow(
    /bill\.csv:2: 用量\(KB\): found "x".*\n.*usage\.ndjson:1: found "nonsense"/,
  );
});

test.each([
  [["--columns", "card"], /--columns: found "card"; expected the bill's headings/],
  [["--tolerance", "much"], /--tolerance: found "much"; expected a percentage/],
  [["--unit", "MiB"], /--unit: found "MiB"; expected B, KB/],
])("%j is refused", (more, why) => {
  expect(() => compared(`卡号,用量(KB)\n`, "", ...more)).toThrow(why);
});
