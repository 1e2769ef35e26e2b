import { describe, expect, test } from "vitest";
import type { PlanFact } from "../../../src/plan/plan-fact.ts";
import { advance } from "../../../src/plan/rating/advance.ts";
import { openBooks } from "../../../src/plan/rating/books.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";
import { at, story } from "../../support/plan-story.ts";

const CARRIES = bucket("plan", { quota: 100n, carries: true });

describe("what was not used", () => {
  test("is drawn first in the next month and is gone after that", () => {
    const { drawn, closed } = story(dataPlan([CARRIES]), [
      ["2026-01-10T00:00:00", 30],
      ["2026-02-10T00:00:00", 50],
      ["2026-02-11T00:00:00", 50],
      ["2026-03-10T00:00:00", 10],
    ]);
    expect(drawn).toEqual(["plan 30", "plan (carried) 50", "plan (carried) 20, plan 30", "plan (carried) 10"]);
    expect(closed).toEqual([
      "plan 70: carried-over, carries",
      "plan (carried) 0: lapsed, used-up",
      "plan 70: carried-over, carries",
    ]);
  });

  test("is not carried over twice", () => {
    const { closed } = story(dataPlan([CARRIES]), [["2026-03-31T00:00:00", 1]]);
    expect(closed).toContain("plan (carried) 100: lapsed, was-carried");
  });

  test("of a suspended month is handed on when the fee was charged, and drawn once service is back", () => {
    const paid: readonly PlanFact[] = [
      { name: "suspended", at: at("2026-01-20T00:00:00") },
      { name: "fee-charged", at: at("2026-01-28T00:00:00") },
      { name: "resumed", at: at("2026-02-10T00:00:00") },
    ];
    const uses = [
      ["2026-02-05T00:00:00", 1],
      ["2026-02-15T00:00:00", 1],
    ] as const;
    const options = { carryOver: { voidedBy: [], suspension: "fee-charged" } } as const;
    expect(story(dataPlan([CARRIES], options), uses, paid).drawn).toEqual(["plan 1", "plan (carried) 1"]);
    const unpaid = paid.filter(({ name }) => name !== "fee-charged");
    expect(story(dataPlan([CARRIES], options), uses, unpaid)).toMatchObject({
      drawn: ["plan 1", "plan 1"],
      closed: ["plan 100: lapsed, fee-not-charged"],
    });
  });
});

test("what the buckets do not hold goes beyond the plan, and the limit is reached with it", () => {
  const { drawn, books } = story(dataPlan([bucket("plan", { quota: 100n })]), [
    ["2026-01-10T00:00:00", 100],
    ["2026-01-11T00:00:00", 5],
    ["2026-01-12T00:00:00", 5],
  ]);
  expect(drawn).toEqual(["plan 100", "beyond 5", "beyond 5"]);
  expect(books).toMatchObject({ beyond: { bytes: 10n }, limitReached: at("2026-01-11T00:00:00") });
});

test("a daily window past midnight, in the plan's zone", () => {
  const night = bucket("night", { quota: 100n, scope: { window: { from: 23 * 60, to: 7 * 60 } } });
  const { drawn } = story(dataPlan([night, bucket("plan", { quota: 100n })]), [
    ["2026-01-10T22:59:59", 1],
    ["2026-01-10T23:00:00", 1],
    ["2026-01-11T06:59:59", 1],
    ["2026-01-11T07:00:00", 1],
  ]);
  expect(drawn).toEqual(["plan 1", "night 1", "night 1", "plan 1"]);
});

test("a plan without a cycle has no end that could be reached", () => {
  const books = openBooks(
    dataPlan([bucket("plan")], { cycle: { every: "never", zone: "Asia/Shanghai" } }),
    at("2026-01-01T00:00:00"),
  );
  expect(advance(books, Infinity)).toBe(books);
});
