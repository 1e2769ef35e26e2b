import { describe, expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { CAUSE_CODES } from "../../src/diagnosis/cause.ts";
import { type CostFacts, costWords } from "../../src/diagnosis/rules/remedy-cost.ts";

const ZONE = { zone: "Asia/Shanghai" } as const;
const DAY = WallMs(Date.UTC(2026, 10, 20, 17));

describe("what a remedy costs", () => {
  test.each<[Parameters<typeof costWords>[0], Omit<CostFacts, "zone">, string]>([
    ["arrears", {}, "what is owed is not known here: ask {hotline}"],
    [
      "arrears",
      { balance: { money: -12_300_000n, at: DAY }, fee: 5_000_000n },
      "at least 12.30 is owed (as told on 2026-11-21); a cycle's fee is 5.00",
    ],
    [
      "arrears",
      { balance: { money: 3_000_000n } },
      "the account held 3.00 (by the plan file), which may be too little or old: ask {hotline} what is owed",
    ],
    ["over-limit", {}, "waiting is free; the price of more data is not known here: ask {hotline}"],
    ["over-limit", { topUp: false }, "nothing: waiting is free"],
    ["expired", { fee: 9_900_000n }, "9.90 for each cycle that is renewed, and what is owed till now"],
    ["retention", { retentionFee: 5_000_000n }, "5.00 a month while it is kept; in use again the plan's own fee"],
    ["no-coverage", { fee: 9_900_000n }, "nothing to be paid to the carrier"],
    ["violation", { fee: 9_900_000n }, "no charge is known here; ask {hotline} before you agree to one"],
  ])("%s: %#", (cause, facts, said) => {
    expect(costWords(cause, { ...ZONE, ...facts }).en).toBe(said);
  });

  test("no amount is named that nobody told, and each cause has its words in both languages", () => {
    for (const cause of CAUSE_CODES) {
      const { en, zh } = costWords(cause, ZONE);
      expect(en).not.toMatch(/\d/);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
  });
});
