import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBooks } from "../../../src/plan/rating/books.ts";
import type { DataPlan } from "../../../src/plan/data-plan.ts";
import { explainInWords } from "../../../src/plan/rating/explain-words.ts";
import { explain } from "../../../src/plan/rating/explain.ts";
import { rate } from "../../../src/plan/rating/rate.ts";
import { Replay, replay } from "../../../src/plan/rating/replay.ts";
import { MOBILE_RULES, TELECOM_4G_RULES } from "../../support/carrier-rules.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";
import { at } from "../../support/plan-story.ts";
import { randomCase, START } from "../../support/random-plans.ts";

const PLAN: DataPlan = {
  ...dataPlan([
    bucket("bank", { kind: "directed", quota: 9n, scope: { destination: "acquirer" } }),
    bucket("night", { kind: "idle", quota: 9n, scope: { window: { from: 1380, to: 420 } } }),
    bucket("national", { kind: "plan-national", quota: 10n }),
    bucket("meal", { kind: "add-on-4g", quota: 10n }),
    bucket("extra", { kind: "add-on-4g", quota: 10n }),
    bucket("odd", { kind: "unheard-of", quota: 1n }),
  ]),
  rules: TELECOM_4G_RULES,
};

describe("every byte has its reasons", () => {
  const usage = { at: at("2026-02-10T12:00:00"), bytes: 60n };
  const run = new Replay(PLAN, at("2026-01-01"), []);
  run.advance(usage.at);
  const words = explain(usage, run.books).map((debit) => explainInWords(debit, PLAN.rules));

  test("in English", () => {
    expect(words.map(({ en }) => en)).toEqual([
      '10 B from "national (carried)": step 7 (plan-national) of the order of telecom-4g; before "national" (carried over goes first); passed over: "bank" (for other destinations), "night (carried)" (outside its hours), "night" (outside its hours).',
      '10 B from "national": step 7 (plan-national) of the order of telecom-4g; before "meal (carried)" (which comes later in the order).',
      '10 B from "meal (carried)": step 9 (add-on-4g) of the order of telecom-4g; before "extra (carried)" (which the plan lists later).',
      '10 B from "extra (carried)": step 9 (add-on-4g) of the order of telecom-4g; before "meal" (carried over goes first).',
      '10 B from "meal": step 9 (add-on-4g) of the order of telecom-4g; before "extra" (which the plan lists later).',
      '10 B from "extra": step 9 (add-on-4g) of the order of telecom-4g; before "odd" (which comes later in the order).',
    ]);
  });

  test("in Chinese", () => {
    expect(words[0]?.zh).toBe(
      "10 字节扣自“national (carried)”：telecom-4g扣减顺序第 7 步（plan-national）；先于“national”（同一类型先扣结转流量）；跳过：“bank”（定向目的地不符）、“night (carried)”（不在可用时段）、“night”（不在可用时段）。",
    );
  });

  test("a kind that the carrier does not know, a priority, and what is beyond", () => {
    const plan = {
      ...dataPlan([bucket("odd", { kind: "odd", quota: 1n }), bucket("first", { quota: 1n, priority: 0.5 })]),
      rules: MOBILE_RULES,
    };
    const debits = explain({ at: at("2026-01-10"), bytes: 3n }, openBooks(plan, at("2026-01-01")));
    expect(debits.map((debit) => explainInWords(debit, plan.rules).en)).toEqual([
      '1 B from "first": the plan gives it priority 0.5; before "odd" (which comes later in the order).',
      '1 B from "odd": mobile has no kind "odd", so it is drawn after the last step.',
      "1 B beyond the plan: no bucket covers them.",
    ]);
  });

  test("an order that no source gives is said to be ours", () => {
    const plan = { ...dataPlan([bucket("plan", { kind: "plan", quota: 9n })]), rules: MOBILE_RULES };
    const [debit] = explain({ at: at("2026-01-10"), bytes: 3n }, openBooks(plan, at("2026-01-01")));
    expect(debit && explainInWords(debit, plan.rules).en).toContain("which is our default");
  });
});

test("the reasons are of the very debits, nothing drawable is passed over, and each balance before is accounted for", () => {
  fc.assert(
    fc.property(randomCase, ({ plan, usages, facts }) => {
      replay(
        plan,
        START,
        { usages, facts },
        {
          onDebits: (usage, debits, before) => {
            const told = explain(usage, before);
            expect(told.map(({ bytes, balance }) => ({ bytes, ...(balance && { balance }) }))).toEqual(debits);
            const named = told.flatMap(({ balance, passedOver }) => [
              ...passedOver.map((passed) => passed.balance),
              ...(balance === undefined ? [] : [balance]),
            ]);
            expect(named).toEqual(before.balances.slice(0, named.length));
            for (const debit of told) expect(explainInWords(debit, plan.rules).zh).not.toContain("undefined");
            expect(rate(usage, before).debits).toEqual(debits);
          },
        },
      );
    }),
    { numRuns: 200, seed: 20_160_115 },
  );
});
