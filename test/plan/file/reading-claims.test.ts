import { describe, expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import type { DataPlan } from "../../../src/plan/data-plan.ts";
import { explainPlan } from "../../../src/plan/file/explain-plan.ts";
import { accountOf } from "../../../src/plan/file/plan-account.ts";
import type { PlanFact } from "../../../src/plan/plan-fact.ts";
import { at, story } from "../../support/plan-story.ts";
import { acceptedPlan } from "../../support/plan-texts.ts";
import { SHIPPED_CARRIERS } from "../../support/shipped-carriers.ts";

const fact = (name: "suspended" | "resumed" | "fee-charged", when: string): PlanFact => ({ name, at: at(when) });
const BROKEN = [fact("suspended", "2026-01-10"), fact("resumed", "2026-01-12")];
const THROUGHOUT = [fact("suspended", "2026-01-01"), fact("fee-charged", "2026-01-05"), fact("resumed", "2026-02-01")];

interface Claim {
  /** A sentence of `plan check`. */
  readonly says: RegExp;
  readonly facts: readonly PlanFact[];
  /** What the rating then has to do. */
  readonly rated: string;
}

/** By the reading that the sentence is of: each value has one, and a plan says one of them. */
const CLAIMS: Readonly<Record<string, readonly Claim[]>> = {
  unpaid_cycle: [
    { says: /whose fee was not charged hands nothing on/, facts: BROKEN, rated: "plan 100: lapsed, fee-not-charged" },
    {
      says: /hands on as any other, also when its fee was not charged/,
      facts: BROKEN,
      rated: "plan 100: carried-over, carries",
    },
    {
      says: /After a suspension it is carried over when that cycle's fee was charged/,
      facts: BROKEN,
      rated: "plan 100: lapsed, fee-not-charged",
    },
  ],
  suspended_cycle: [
    {
      says: /suspended from end to end hands nothing on/,
      facts: THROUGHOUT,
      rated: "plan 100: lapsed, suspended-throughout",
    },
    {
      says: /suspended from end to end hands on by the carrier's rule/,
      facts: THROUGHOUT,
      rated: "plan 100: carried-over, carries",
    },
  ],
};

const VALUES: Readonly<Record<string, readonly string[]>> = {
  unpaid_cycle: ["nothing", "as-ever"],
  suspended_cycle: ["nothing", "by-rule"],
};

const BUCKET = 'id = "plan"\nquota = "100 B"\ncarry_over = true\n';

function planOf(carrier: string, kind: string, reading: string): DataPlan {
  const cycle = '[cycle]\nevery = "month"\nday = 1\n';
  return acceptedPlan(
    `name = "p"\ncarrier = "${carrier}"\n${cycle}[[bucket]]\n${BUCKET}kind = "${kind}"\n[readings]\n${reading}\n`,
  );
}

const sentences = (plan: DataPlan): string =>
  explainPlan(accountOf(plan, WallMs(at("2026-01-15"))))
    .flatMap(({ lines }) => lines.map(({ en }) => en))
    .join("\n");

const CASES = SHIPPED_CARRIERS.flatMap(({ carrier, steps }) =>
  Object.entries(VALUES).flatMap(([key, values]) =>
    values.map((value) => [carrier, steps.flatMap(({ kinds }) => kinds)[0]?.name ?? "", key, value] as const),
  ),
);

describe("what `plan check` says of a reading is what the rating does", () => {
  test.each(CASES)("%s, %s: %s = %s", (carrier, kind, key, value) => {
    const plan = planOf(carrier, kind, `${key} = "${value}"`);
    const text = sentences(plan);
    expect(text).toContain(`readings.${key} = ${value}`);
    for (const [other, claims] of Object.entries(CLAIMS)) {
      const said = claims.filter(({ says }) => says.test(text));
      expect(said.length).toBeGreaterThan(0);
      for (const { facts, rated } of said)
        expect([other, story(plan, [["2026-02-05", 1]], facts).closed[0]]).toEqual([other, rated]);
    }
  });
});
