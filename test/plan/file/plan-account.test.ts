import { describe, expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import { explainCycle } from "../../../src/plan/file/explain-cycle.ts";
import { explainPlan } from "../../../src/plan/file/explain-plan.ts";
import { accountOf } from "../../../src/plan/file/plan-account.ts";
import { replay } from "../../../src/plan/rating/replay.ts";
import { balanceName } from "../../../src/plan/rating/balance.ts";
import { acceptedPlan, PLAN_TEXTS } from "../../support/plan-texts.ts";

const NOW = WallMs(Date.parse("2026-11-23T12:00:00+08:00"));
const account = (name: string) => accountOf(acceptedPlan(PLAN_TEXTS[`${name}.toml`] ?? ""), NOW);
const orderOf = (name: string): readonly string[] =>
  account(name).order.map(({ bucket, carried }) => (carried ? `${bucket.id} (carried)` : bucket.id));
const told = (name: string, language: "en" | "zh"): string =>
  explainPlan(account(name))
    .flatMap(({ heading, lines }) => [heading, ...lines])
    .map((words) => words[language])
    .join("\n");

test("the order that is explained is the order in which the books are drawn, a cycle later as well", () => {
  const plan = acceptedPlan(PLAN_TEXTS["china-mobile.toml"] ?? "");
  const october = WallMs(Date.parse("2026-10-10T00:00:00+08:00"));
  const books = replay(plan, october, { usages: [{ at: NOW, bytes: 0n }], facts: [] });
  expect(orderOf("china-mobile")).toEqual(books.balances.map(balanceName));
});

test("China Telecom's steps decide, whatever the order in the file", () => {
  expect(orderOf("china-telecom-4g")).toEqual([
    "acquirer",
    "province (carried)",
    "province",
    "national (carried)",
    "national",
    "half-year",
  ]);
});

describe("what is left", () => {
  test("is told with the day on which it ends, and who says so", () => {
    const english = told("china-mobile", "en");
    expect(english).toContain(
      "plan: what is left on 2026-11-30 can be used until 2026-12-31, under the same conditions, and not a second time (Wuzhou Daily",
    );
    expect(english).toContain("gift: is gone after 2026-11-30 (Wuzhou Daily");
    expect(told("china-mobile", "zh")).toContain("plan：2026-11-30 的剩余流量结转，可用至 2026-12-31");
  });

  test("follows a cycle from the 27th to the 26th", () => {
    expect(told("china-unicom-iot", "en")).toContain("The present one: 2026-10-27 to 2026-11-26.");
    expect(told("china-unicom-iot", "en")).toContain(
      "begins on day 27 of each month at midnight of Asia/Shanghai, and ends with day 26",
    );
    expect(told("china-unicom-iot", "en")).toContain("data counts anew on the 27th, not on the 1st. (Huawei Cloud");
    expect(told("china-unicom-iot", "en")).not.toContain("But this plan says");
    expect(told("china-unicom-iot", "zh")).toContain("每月 27 日零点开始，至次月 26 日结束");
    expect(told("china-unicom-iot", "zh")).toContain("账期为每月27日至次月26日");
    const first = acceptedPlan((PLAN_TEXTS["china-unicom-iot.toml"] ?? "").replace("day = 27", "day = 1"));
    const words = explainCycle(first).map(({ en, zh }) => `${en} ${zh}`);
    expect(words.at(-1)).toMatch(/But this plan says day 1: .* day = 27.*请改为 day = 27/);
    expect(told("china-mobile", "en")).not.toContain("ends with day");
    expect(told("china-unicom-iot", "en")).toContain("plan: is gone after 2026-11-26 (a default: no source says it).");
  });

  test("of a plan that was bought once goes nowhere, and no cycle brings data back", () => {
    expect(account("generic").rests.map(({ carried }) => carried)).toEqual([undefined]);
    expect(told("generic", "en")).toContain("Data stops, and no cycle brings it back");
  });

  test("may be lost, and how is told only where something is carried over", () => {
    expect(told("china-unicom", "en")).toContain(
      "Carried over is nothing when in that cycle the plan is changed, or the card is cancelled.",
    );
    expect(told("china-unicom-iot", "en")).not.toContain("Carried over is nothing");
  });
});

test.each<[string, string, string]>([
  ["china-mobile-iot", "No data can be bought before the cycle ends: wait until 2026-12-01.", "须等到 2026-12-01"],
  ["china-mobile-iot", "Can be used until 2027-03-14.", "有效期至 2027-03-14"],
  ["china-mobile-iot", "Can be renewed until 2027-06-14; then the number is cancelled.", "2027-06-14 之前可续费"],
  ["china-mobile-pool", 'Data comes out of the pool "cm-07"', "流量池“cm-07”"],
  ["china-broadnet", "Data goes on at 1 Mbit/s", "达量限速：1 Mbit/s"],
  ["china-telecom-4g", "From 100.00 MiB beyond the plan on: 0.00 / 1.00 MiB.", "每 500.00 MiB 重新计算阶梯"],
  ["china-telecom-4g", "(Wuzhou Daily (梧州日报), 2016-01-15, citing 189.cn)", "来源：Wuzhou Daily"],
  ["china-unicom-iot", "What happens beyond the plan ([overage])", "超出套餐后会怎样"],
  ["china-unicom-iot", "(a default: no source gives it)", "无来源，为默认值"],
  ["generic", "(readings.limit = exceeded, default; else: last-byte)", "其他取值：last-byte"],
])("%s is explained in both languages: %s", (name, en, zh) => {
  expect(told(name, "en")).toContain(en);
  expect(told(name, "zh")).toContain(zh);
});

test("every example is explained without a hole in either language", () => {
  for (const name of Object.keys(PLAN_TEXTS).map((file) => file.replace(".toml", ""))) {
    expect([name, told(name, "en").match(/undefined|NaN|Invalid|\[object/)]).toEqual([name, null]);
    const lines = told(name, "zh").split("\n");
    expect([name, lines.filter((line) => !/\p{Script=Han}/u.test(line))]).toEqual([name, []]);
  }
});
