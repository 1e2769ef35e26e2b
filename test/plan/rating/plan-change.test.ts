import { describe, expect, test } from "vitest";
import type { Bucket } from "../../../src/plan/bucket.ts";
import type { DataPlan } from "../../../src/plan/data-plan.ts";
import type { PlanFact } from "../../../src/plan/plan-fact.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";
import { at, story, type Use } from "../../support/plan-story.ts";

const OLD = bucket("old", { quota: 100n, carries: true });
const NEW = bucket("new", { quota: 50n, carries: true });
const PACK = bucket("pack", { quota: 20n, level: -1 });
const VOIDS = { carryOver: { voidedBy: ["plan-changed", "pack-unsubscribed"], suspension: "ignored" } } as const;
const QUARTER = bucket("quarter", {
  quota: 30n,
  priority: 0,
  term: { each: "once", from: at("2026-01-01"), to: at("2026-04-01") },
});

const changed = (when: string, plan: DataPlan, forced: boolean): PlanFact => ({
  name: "plan-changed",
  at: at(when),
  plan,
  forced,
});
const bought = (when: string, pack: Bucket): PlanFact => ({ name: "pack-bought", at: at(when), bucket: pack });
const gaveUp = (when: string, id: string): PlanFact => ({ name: "pack-unsubscribed", at: at(when), bucket: id });
const MONTHS: readonly Use[] = [
  ["2026-01-20", 1],
  ["2026-02-20", 1],
  ["2026-03-20", 1],
];

describe("a change of the plan", () => {
  test("holds from the next month on, and what the old one left is carried over", () => {
    const { drawn } = story(dataPlan([OLD]), MONTHS, [changed("2026-01-10", dataPlan([NEW]), false)]);
    expect(drawn).toEqual(["old 1", "old (carried) 1", "new (carried) 1"]);
  });

  test("voids what the month would hand on, where the carrier says so", () => {
    const { drawn, closed } = story(dataPlan([OLD], VOIDS), MONTHS, [changed("2026-01-10", dataPlan([NEW]), false)]);
    expect(drawn).toEqual(["old 1", "new 1", "new (carried) 1"]);
    expect(closed[0]).toBe("old 99: lapsed, plan-changed");
  });

  test("forced in mid-month ends the month there; the next is shorter", () => {
    const { drawn, closed } = story(dataPlan([OLD]), MONTHS, [changed("2026-01-10", dataPlan([NEW]), true)]);
    expect(closed[0]).toBe("old 100: carried-over, carries");
    expect(drawn).toEqual(["old (carried) 1", "new (carried) 1", "new (carried) 1"]);
  });

  test("forced in mid-month it keeps the last day of what was handed on before, and of what the month hands on", () => {
    const uses: readonly Use[] = [
      ["2026-01-31T23:59:59", 1],
      ["2026-02-28T23:59:59", 1],
      ["2026-03-01", 1],
    ];
    const next = dataPlan([bucket("new", { quota: 50n })]);
    const { drawn, closed } = story(dataPlan([OLD]), uses, [changed("2026-01-10", next, true)], at("2025-12-01"));
    expect(drawn).toEqual(["old (carried) 1", "old (carried) 1", "new 1"]);
    expect(closed).toEqual([
      "old 100: carried-over, carries",
      "old 100: carried-over, carries",
      // December's, with January; January's, with February.
      "old (carried) 99: lapsed, was-carried",
      "new 50: lapsed, does-not-carry",
      "old (carried) 99: lapsed, was-carried",
      "new 50: lapsed, does-not-carry",
    ]);
  });

  test("forced in mid-month voids what all of that month would hand on, where the carrier says so, and nothing of the next", () => {
    const facts = [changed("2026-01-10", dataPlan([NEW], VOIDS), true)];
    const { drawn, closed } = story(dataPlan([OLD], VOIDS), MONTHS, facts);
    expect(drawn).toEqual(["new 1", "new 1", "new (carried) 1"]);
    expect(closed.slice(0, 3)).toEqual([
      "old 100: lapsed, plan-changed",
      "new 49: lapsed, plan-changed",
      "new 49: carried-over, carries",
    ]);
  });

  test("forced in mid-month, the month that was suspended and paid before it is the same month after it", () => {
    const paid = { carryOver: { voidedBy: [], suspension: "fee-charged" } } as const;
    const facts: readonly PlanFact[] = [
      { name: "suspended", at: at("2026-01-02") },
      { name: "resumed", at: at("2026-01-03") },
      { name: "fee-charged", at: at("2026-01-05") },
      changed("2026-01-10", dataPlan([NEW], paid), true),
    ];
    expect(story(dataPlan([OLD], paid), MONTHS, facts).closed.slice(0, 2)).toEqual([
      "old 100: carried-over, carries",
      "new 50: carried-over, carries",
    ]);
    const unpaid = facts.filter(({ name }) => name !== "fee-charged");
    expect(story(dataPlan([OLD], paid), MONTHS, unpaid).closed.slice(0, 2)).toEqual([
      "old 100: lapsed, fee-not-charged",
      "new 49: lapsed, fee-not-charged",
    ]);
  });

  test("forced with the first instant of a month closes nothing a second time", () => {
    const { drawn, closed } = story(
      dataPlan([OLD]),
      [["2026-02-01", 151]],
      [changed("2026-02-01", dataPlan([NEW]), true)],
    );
    expect(closed).toEqual(["old 100: carried-over, carries"]);
    expect(drawn).toEqual(["old (carried) 100, new 50, beyond 1"]);
  });

  test("a pack of several months that both plans list is not filled again; one that only the new plan lists is there", () => {
    const gift = bucket("gift", { ...QUARTER, id: "gift" });
    const facts = [changed("2026-02-10", dataPlan([NEW, QUARTER, gift]), true)];
    const { drawn } = story(
      dataPlan([OLD, QUARTER]),
      [
        ["2026-01-20", 25],
        ["2026-02-20", 40],
      ],
      facts,
    );
    expect(drawn).toEqual(["quarter 25", "quarter 5, gift 30, old (carried) 5"]);
  });
});

describe("a pack that is opened every month", () => {
  test("is there from the hour it was bought, and every month until it is given up", () => {
    const { drawn } = story(dataPlan([OLD]), MONTHS, [bought("2026-01-10", PACK), gaveUp("2026-02-10", "pack")]);
    expect(drawn).toEqual(["pack 1", "old (carried) 1", "old (carried) 1"]);
  });

  test("stays given up when the plan changes", () => {
    const facts = [
      bought("2026-01-10", PACK),
      gaveUp("2026-01-11", "pack"),
      changed("2026-01-12", dataPlan([bucket("new", { quota: 50n })]), false),
    ];
    expect(story(dataPlan([bucket("old", { quota: 9n })]), MONTHS, facts).drawn).toEqual(["pack 1", "new 1", "new 1"]);
  });

  test("given up and bought again it is opened again, once", () => {
    const facts = [bought("2026-01-10", PACK), gaveUp("2026-01-11", "pack"), bought("2026-01-12", PACK)];
    const { drawn } = story(dataPlan([bucket("old", { quota: 9n })]), [["2026-02-20", 30]], facts);
    expect(drawn).toEqual(["pack 20, old 9, beyond 1"]);
  });

  test("given up, it hands nothing on where the carrier says so; the plan does", () => {
    const pack = { ...PACK, carries: true };
    const { closed } = story(dataPlan([OLD, pack], VOIDS), [["2026-02-01", 1]], [gaveUp("2026-01-31", "pack")]);
    expect(closed.toSorted()).toEqual(["old 100: carried-over, carries", "pack 20: lapsed, pack-unsubscribed"]);
  });
});

describe("a pack that is given up, as the carrier's words may be read", () => {
  test("it takes the whole month's rest where that is the reading", () => {
    const pack = { ...PACK, carries: true };
    const plan = dataPlan([OLD, pack], { ...VOIDS, readings: { packGivenUp: "month" } });
    const { closed } = story(plan, [["2026-02-01", 1]], [gaveUp("2026-01-31", "pack")]);
    expect(closed.toSorted()).toEqual(["old 100: lapsed, pack-unsubscribed", "pack 20: lapsed, pack-unsubscribed"]);
  });
});

describe("data that is bought after the limit was reached", () => {
  const uses: readonly Use[] = [
    ["2026-01-10", 101],
    ["2026-01-20", 15],
    ["2026-01-21", 5],
    ["2026-01-22", 1],
  ];

  test("lifts the limit until it is used up, too", () => {
    const { drawn, books } = story(dataPlan([OLD]), uses.slice(0, 3), [bought("2026-01-15", PACK)]);
    expect(drawn).toEqual(["old 100, beyond 1", "pack 15", "pack 5"]);
    expect(books.limitReached).toBeUndefined();
    const beyond = story(dataPlan([OLD]), uses, [bought("2026-01-15", PACK)]);
    expect(beyond.books.limitReached).toBe(at("2026-01-22"));
  });

  test("does not lift it where that is the reading, and is drawn all the same", () => {
    const plan = dataPlan([OLD], { readings: { addOnLifts: false } });
    const { drawn, books } = story(plan, uses.slice(0, 2), [bought("2026-01-15", PACK)]);
    expect(drawn).toEqual(["old 100, beyond 1", "pack 15"]);
    expect(books.limitReached).toBe(at("2026-01-10"));
  });

  test.each([
    ["exceeded", undefined],
    ["last-byte", at("2026-01-10")],
  ] as const)("a limit that is reached when %s", (limit, reached) => {
    const plan = dataPlan([OLD], { readings: { limit } });
    expect(story(plan, [["2026-01-10", 100]]).books.limitReached).toBe(reached);
  });
});
