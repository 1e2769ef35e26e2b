import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planReconcile } from "../../src/cli/plan-reconcile.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const CARD = "8986040012345678901";
const message = (total: number, from = "2026-10-31T16:00:00.000Z"): string =>
  JSON.stringify({ sim: { iccid: "898604*********8901", key: "k" }, cycle: { from }, used: { total } });

function compared(bill: string | Uint8Array, usage: string, ...more: readonly string[]): string {
  const [billFile, usageFile] = [join(scratch(), "bill.csv"), join(scratch(), "usage.ndjson")];
  writeFileSync(billFile, bill);
  writeFileSync(usageFile, usage);
  let text = "";
  const argv = ["--bill", billFile, "--usage", usageFile, "--columns", "card=卡号,used=用量(KB)", ...more];
  expect(planReconcile(argv, (piece) => (text += piece))).toBe(0);
  return text;
}

test("a bill in GB18030 beside the agents' messages: the last message of a cycle counts", () => {
  // The same text as spreadsheets in China save it: "卡号,用量(KB)".
  const heading = Uint8Array.from([0xbf, 0xa8, 0xba, 0xc5, 0x2c, 0xd3, 0xc3, 0xc1, 0xbf, 0x28, 0x4b, 0x42, 0x29, 0x0a]);
  const bill = Buffer.concat([heading, Buffer.from(`${CARD}2,102\n8986040012345678999,1\n`)]);
  const text = compared(bill, `${message(50_000)}\n${message(102_400)}\n`);
  expect(text).toMatch(new RegExp(`${CARD} +100\\.00 KiB +102\\.00 KiB +2\\.00 KiB +1\\.96 % +agrees 相符`));
  expect(text).toMatch(/8986040012345678999 +- +1\.00 KiB +- +not in our books 本地没有/);
  expect(text).toContain(
    "1 agrees 相符, 0 DIFFERS 不符, 0 not on the bill 账单中没有, 1 not in our books 本地没有 (within 3 %)",
  );
});

test("the same for machines; a smaller tolerance", () => {
  const text = compared(`卡号,用量(KB)\n${CARD},102\n`, message(102_400), "--tolerance", "1", "--json");
  expect(JSON.parse(text)).toEqual({
    card: CARD,
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
