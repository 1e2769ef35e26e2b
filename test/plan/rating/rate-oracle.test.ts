import fc from "fast-check";
import { expect, test } from "vitest";
import { whyNot } from "../../../src/plan/rating/rate.ts";
import { replay } from "../../../src/plan/rating/replay.ts";
import { TELECOM_3G_RULES, TELECOM_4G_RULES } from "../../support/carrier-rules.ts";
import { OracleRater } from "../../support/oracle-rater.ts";
import { randomCase, START } from "../../support/random-plans.ts";
import { rated } from "../../support/rated.ts";

/** Plans per run; CELLWARD_RATER_CASES for more of them. */
const CASES = Number(process.env["CELLWARD_RATER_CASES"] ?? 1_500);
const SEED = Number(process.env["CELLWARD_RATER_SEED"] ?? 20_160_115);

const TELECOM_KINDS = [TELECOM_4G_RULES, TELECOM_3G_RULES].flatMap(({ steps }) =>
  steps.flatMap(({ kinds }) => kinds.map(({ name }) => name)),
);

test("two raters that know nothing of each other agree on every debit, closing, charge and balance of random plans", () => {
  fc.assert(
    fc.property(randomCase, (given) => {
      const oracle = new OracleRater(given.plan, START).run(given.usages, given.facts);
      expect(rated(given)).toEqual({ ...oracle, closings: oracle.closings.toSorted() });
    }),
    { numRuns: CASES, seed: SEED },
  );
}, 120_000);

test("the random plans reach every fate of a balance and every reason to pass one over", () => {
  const seen = new Set<string>();
  const drawn = new Set<string>();
  for (const { plan, usages, facts } of fc.sample(randomCase, { numRuns: 400, seed: SEED })) {
    replay(
      plan,
      START,
      { usages, facts },
      {
        onDebits: (usage, debits, before) => {
          for (const balance of before.balances) seen.add(whyNot(balance, usage, before) ?? "drawn");
          for (const { balance } of debits) drawn.add(balance === undefined ? "beyond" : balance.bucket.kind);
        },
        onClosings: (closings) => closings.forEach(({ why }) => seen.add(why)),
      },
    );
  }
  const fates = "carries does-not-carry was-carried bought-once used-up unlimited fee-not-charged suspended-throughout";
  const voided = "plan-changed cancelled pack-unsubscribed";
  // `expired` is nothing that a replay lets happen: it ends a balance before usage from after its end.
  const passed = "destination window area rat used-up not-yet dormant drawn";
  expect([...seen].toSorted()).toEqual([...new Set(`${fates} ${voided} ${passed}`.split(" "))].toSorted());
  expect([...drawn]).toEqual(expect.arrayContaining([...TELECOM_KINDS, "beyond", "unheard-of"]));
});
