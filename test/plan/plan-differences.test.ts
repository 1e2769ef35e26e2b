import { expect, test } from "vitest";
import { planDifferences } from "../../src/plan/plan-differences.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";

const NOW = dataPlan([bucket("base", { quota: 1_024n }), bucket("night", { quota: 2_048n })]);

test("a plan that waits is told by what it changes: amounts, buckets, cycle, what happens beyond it", () => {
  const next = {
    ...dataPlan([bucket("base", { quota: 4_096n }), bucket("add", { quota: 1_024n })], {
      cycle: { every: "month", day: 27, zone: "Asia/Shanghai" },
    }),
    overage: { kind: "auto-stop" } as const,
  };
  expect(planDifferences(NOW, next).map(({ en }) => en)).toEqual([
    "cycle 账期 month from day 1, Asia/Shanghai -> month from day 27, Asia/Shanghai",
    "base 1.00 KiB (data) -> 4.00 KiB (data)",
    "night 2.00 KiB (data) is gone",
    "add 1.00 KiB (data) is new",
    "beyond the plan 套外 unknown -> auto-stop",
  ]);
});

test("a plan of another name alone differs in nothing, and one of other readings in details", () => {
  expect(planDifferences(NOW, { ...NOW, name: "other" })).toEqual([]);
  const readings = { ...NOW.readings, addOnLifts: !NOW.readings.addOnLifts };
  expect(planDifferences(NOW, { ...NOW, readings })).toMatchObject([{ en: expect.stringContaining("details") }]);
});
