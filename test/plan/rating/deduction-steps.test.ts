import { describe, expect, test } from "vitest";
import type { CarrierRules } from "../../../src/plan/carrier-rules.ts";
import type { DataPlan } from "../../../src/plan/data-plan.ts";
import { MOBILE_RULES, TELECOM_3G_RULES, TELECOM_4G_RULES } from "../../support/carrier-rules.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";
import { story } from "../../support/plan-story.ts";

const of = (rules: CarrierRules, ...args: Parameters<typeof dataPlan>): DataPlan => ({ ...dataPlan(...args), rules });

/** One bucket of ten bytes of every kind, the last step listed first. */
const oneOfEach = ({ steps }: CarrierRules) =>
  steps.flatMap(({ kinds }) => kinds.map(({ name }) => bucket(name, { kind: name, quota: 10n }))).toReversed();

describe("China Telecom draws step by step, and what no step holds is charged", () => {
  test.each([
    [
      "4G",
      TELECOM_4G_RULES,
      "directed idle gift-province plan-province chat gift-national plan-national upgrade-4g add-on-4g monthly-4g year half-year quarter",
    ],
    [
      "3G",
      TELECOM_3G_RULES,
      "directed idle gift-province plan-province gift-national plan-national add-on-4g add-on monthly-4g monthly recharge-card",
    ],
  ] as const)("%s", (_, rules, order) => {
    const names = order.split(" ");
    const { drawn } = story(of(rules, oneOfEach(rules)), [["2026-01-10", names.length * 10 + 7]]);
    expect(drawn).toEqual([[...names.map((name) => `${name} 10`), "beyond 7"].join(", ")]);
  });

  test.each([...TELECOM_4G_RULES.steps.keys()].slice(1))(
    "step %i is passed on to when those before it are empty",
    (n) => {
      const steps = TELECOM_4G_RULES.steps.slice(n - 1, n + 1).flatMap(({ kinds }) => kinds.slice(0, 1));
      const buckets = steps.map(({ name }) => bucket(name, { kind: name, quota: 10n })).toReversed();
      const [first = "", second = ""] = steps.map(({ name }) => name);
      expect(story(of(TELECOM_4G_RULES, buckets), [["2026-01-10", 11]]).drawn).toEqual([`${first} 10, ${second} 1`]);
    },
  );

  test("what was carried over is drawn at the step of its type, and not before other types", () => {
    const plan = of(TELECOM_4G_RULES, [
      bucket("national", { kind: "plan-national", quota: 10n }),
      bucket("province", { kind: "plan-province", quota: 10n }),
      bucket("meal", { kind: "add-on-4g", quota: 10n }),
    ]);
    const { drawn } = story(plan, [
      ["2026-01-10", 5],
      ["2026-02-10", 55],
    ]);
    expect(drawn[1]).toBe(
      "province (carried) 5, province 10, national (carried) 10, national 10, meal (carried) 10, meal 10",
    );
  });
});

describe("China Mobile draws a type's carried part before the type's own, level by level", () => {
  const buckets = [
    bucket("gold", { kind: "plan", quota: 10n, level: 1 }),
    bucket("silver", { kind: "plan", quota: 10n, level: 2 }),
    bucket("night", { kind: "night", quota: 10n, scope: { window: { from: 0, to: 360 } } }),
  ];
  const uses = [["2026-02-10T12:00:00", 45]] as const;

  test.each([
    ["carried-first", "gold (carried) 10, silver (carried) 10, gold 10, silver 10, beyond 5"],
    ["level-first", "gold (carried) 10, gold 10, silver (carried) 10, silver 10, beyond 5"],
    ["current-first", "gold 10, silver 10, gold (carried) 10, silver (carried) 10, beyond 5"],
  ] as const)("read as %s", (withinStep, expected) => {
    expect(story(of(MOBILE_RULES, buckets, { readings: { withinStep } }), uses).drawn).toEqual([expected]);
  });

  test("a carried night pack stays a night pack", () => {
    const { drawn } = story(of(MOBILE_RULES, buckets), [["2026-02-10T05:59:59", 45]]);
    expect(drawn).toEqual(["night (carried) 10, night 10, gold (carried) 10, silver (carried) 10, gold 5"]);
  });

  test("a priority of its own lifts a bucket out of the order, also between two steps", () => {
    const [gold, silver, night] = buckets.map((one) => (one.id === "silver" ? { ...one, priority: 1.5 } : one));
    const plan = of(
      MOBILE_RULES,
      [gold, silver, night].flatMap((one) => one ?? []),
    );
    expect(story(plan, [["2026-01-10T01:00:00", 15]]).drawn).toEqual(["silver 10, night 5"]);
  });
});
