import { describe, expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import type { Bucket } from "../../../src/plan/bucket.ts";
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

const RETURNED = [fact("suspended", "2025-12-20"), fact("fee-charged", "2025-12-28"), fact("resumed", "2026-01-12")];
const PACK: Bucket = {
  id: "pack",
  kind: "none",
  quota: 1n,
  scope: {},
  term: { each: "cycle" },
  level: 9,
  carries: false,
};
const GIVEN_UP: readonly PlanFact[] = [
  { name: "pack-bought", at: at("2026-01-02"), bucket: PACK },
  { name: "pack-unsubscribed", at: at("2026-01-03"), bucket: "pack" },
];

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
    {
      says: /whose fee is asked for .* and was not charged hands nothing on/,
      facts: BROKEN,
      rated: "plan 100: lapsed, fee-not-charged",
    },
    {
      says: /hands on as any other, also when its fee was not charged/,
      facts: BROKEN,
      rated: "plan 100: carried-over, carries",
    },
    {
      says: /After a suspension it is carried over when the fee of/,
      facts: BROKEN,
      rated: "plan 100: lapsed, fee-not-charged",
    },
  ],
  fee_month: [
    {
      says: /the fee of the cycle in which it began is asked for, and no other/,
      facts: RETURNED,
      rated: "plan 100: carried-over, carries",
    },
    {
      says: /the fee of each cycle that had a part of it is asked for/,
      facts: RETURNED,
      rated: "plan 100: lapsed, fee-not-charged",
    },
  ],
  pack_given_up: [
    { says: /takes only what is left of itself away/, facts: GIVEN_UP, rated: "plan 100: carried-over, carries" },
    {
      says: /Of a pack that is given up .* the rest of that cycle is/,
      facts: GIVEN_UP,
      rated: "plan 100: carried-over, carries",
    },
    {
      says: /takes everything away that its cycle would hand on/,
      facts: GIVEN_UP,
      rated: "plan 100: lapsed, pack-unsubscribed",
    },
    {
      says: /nothing when in that cycle .*the pack is given up/,
      facts: GIVEN_UP,
      rated: "plan 100: lapsed, pack-unsubscribed",
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
  fee_month: ["stopped", "each"],
  pack_given_up: ["pack", "month"],
  suspended_cycle: ["nothing", "by-rule"],
};

const BUCKET = 'id = "plan"\nquota = "100 B"\ncarry_over = true\n';

function planOf(carrier: string, kind: string, reading: string, every = 'every = "month"\nday = 1'): DataPlan {
  const cycle = `[cycle]\n${every}\n`;
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
    values.map(
      (value) =>
        [
          carrier,
          steps.flatMap(({ kinds }) => kinds).find(({ bound }) => bound === undefined)?.name ?? "",
          key,
          value,
        ] as const,
    ),
  ),
);

/** What became of January's rest; of what came before nothing is told. */
const rateOf = (plan: DataPlan, facts: readonly PlanFact[]): string | undefined =>
  story(plan, [["2026-02-05", 1]], facts, at("2025-12-15")).closed.findLast((line) => line.startsWith("plan 100"));

describe("what `plan check` says of a reading is what the rating does", () => {
  test.each(CASES)("%s, %s: %s = %s", (carrier, kind, key, value) => {
    // A fee is asked for only where an unpaid cycle matters.
    const asked = key === "fee_month" ? '\nunpaid_cycle = "nothing"' : "";
    const plan = planOf(carrier, kind, `${key} = "${value}"${asked}`);
    const text = sentences(plan);
    const inert = key === "pack_given_up" && !plan.rules.carryOver.voidedBy.includes("pack-unsubscribed");
    expect(text.includes(`readings.${key} = ${value}`)).toBe(!inert);
    for (const [other, claims] of Object.entries(CLAIMS)) {
      const said = claims.filter(({ says }) => says.test(text));
      // Each reading that is in the text is claimed by a sentence that can be rated.
      expect([other, said.length > 0]).toEqual([other, text.includes(`readings.${other} =`)]);
      for (const { facts, rated } of said) expect([other, rateOf(plan, facts)]).toEqual([other, rated]);
    }
  });

  test.each(["next-cycle", "next-month"])(
    "a plan of 30 days, carry_expiry = %s: the day, and no source for it",
    (value) => {
      const every = 'every = "days"\ndays = 30\nfrom = 2026-01-05';
      const plan = planOf("china-mobile", "phone-plan", `carry_expiry = "${value}"`, every);
      const text = sentences(plan);
      const line = text.split("\n").find((one) => one.startsWith("plan: what is left")) ?? "";
      const [, until = ""] = /can be used until (\S+),/.exec(line) ?? [];
      expect(until).toBe(value === "next-cycle" ? "2026-03-05" : "2026-03-31");
      expect(line).not.toMatch(/Wuzhou/);
      expect(text).toContain(`readings.carry_expiry = ${value}`);
      const [last, after] = [`${until}T23:59:59`, `2026-0${value === "next-cycle" ? "3-06" : "4-01"}`];
      const closed = (when: string): string => story(plan, [[when, 1]], [], at("2026-01-10")).closed.join("; ");
      expect(closed(last)).not.toContain("was-carried");
      expect(closed(after)).toContain("plan (carried) 100: lapsed, was-carried");
      // Where cycles are calendar months the question does not arise.
      expect(sentences(planOf("china-mobile", "phone-plan", `carry_expiry = "${value}"`))).not.toContain(
        "carry_expiry",
      );
    },
  );
});
