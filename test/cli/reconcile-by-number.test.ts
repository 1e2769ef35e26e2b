import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planReconcile } from "../../src/cli/plan-reconcile.ts";
import { phoneNumber } from "../../src/plan/reconcile/phone-number.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const CARD = "8986040012345678901";
const OTHER = "8986040012345671234";
const message = (card: string, total: number): string => JSON.stringify({ card, bytes: total, cycle: "2026-11-01" });

function compared(bill: string, usage: string, list?: string, ...more: readonly string[]) {
  const place = scratch();
  const file = (name: string, text: string): string => {
    writeFileSync(join(place, name), text);
    return join(place, name);
  };
  let text = "";
  const cards = list === undefined ? [] : ["--cards", file("cards.csv", list)];
  const files = ["--bill", file("bill.csv", bill), "--usage", file("usage.ndjson", usage), ...cards];
  const code = planReconcile(
    [...files, "--columns", "number=手机号,used=用量(KB)", ...more],
    (piece) => (text += piece),
  );
  return { code, text };
}

const BILL = "手机号码,用量(KB)\n+86 138 0013 8000,100\n1440012345678,50\n";
const LIST = `ICCID,接入号\n${CARD},13800138000\n'${OTHER},1440012345678\n`;

describe("a bill that names cards by telephone number", () => {
  test("is laid beside our cards by the platform's list, and shows no number whole", () => {
    const usage = `${message("898604*********8901", 102_400)}\n${message(OTHER, 10)}\n`;
    const { code, text } = compared(BILL, usage, LIST);
    expect(text).toMatch(new RegExp(`${CARD} \\(138\\*+00\\) +100\\.00 KiB +100\\.00 KiB +0 B.*agrees`));
    expect(text).toMatch(new RegExp(`${OTHER} \\(144\\*+78\\).*DIFFERS`));
    expect(text).not.toMatch(/13800138000|1440012345678/);
    expect(code).toBe(1);
  });

  test("takes a number from our own lines where they tell it", () => {
    const usage = JSON.stringify({ card: CARD, number: "13800138000", bytes: 102_400 });
    const { code, text } = compared("手机号,用量(KB)\n13800138000,100\n", usage, undefined, "--json");
    expect(JSON.parse(text)).toMatchObject({ card: CARD, number: "138******00", verdict: "agrees" });
    expect(code).toBe(0);
  });

  test("and of which nobody knows whose a number is, says so and how to tell", () => {
    const { code, text } = compared(BILL, message(CARD, 1));
    expect(text).toMatch(/138\*+00 \(whose\? 未知卡\).*not in our books/);
    expect(text).toContain("--cards CARDS.csv");
    expect(text).toMatch(new RegExp(`${CARD} .*not on the bill`));
    expect(code).toBe(1);
  });

  test("a list with a number of two cards, a broken number, or other headings is refused with its place", () => {
    const refusal = (list: string, bill = BILL) => {
      try {
        return compared(bill, message(CARD, 1), list).text;
      } catch (thrown) {
        return String(thrown);
      }
    };
    expect(refusal(`${LIST}${CARD.replace("901", "902")},13800138000\n`)).toMatch(
      /cards\.csv:4.*another card has above/,
    );
    expect(refusal(`iccid,number\n${CARD},555\n`)).toMatch(/cards\.csv:2.*11 digits/);
    expect(refusal("a,b\n1,2\n")).toMatch(/cards\.csv:1.*headings: iccid/);
    expect(refusal(LIST, "手机号,用量(KB)\n1.38E+10,1\n")).toMatch(/bill\.csv:2.*a spreadsheet has rounded it/);
  });
});

test("a number is the same however it is written, and an ICCID is none", () => {
  for (const text of [
    "13800138000",
    "+86 138-0013-8000",
    '="8613800138000"',
    "'008613800138000",
    "１３８００１３８０００",
  ])
    expect(phoneNumber(text)).toBe("13800138000");
  expect(["", "1380013800", CARD, "23800138000", "138001380000"].map(phoneNumber)).toEqual(Array(5).fill(undefined));
});
