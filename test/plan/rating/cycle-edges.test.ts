import { describe, expect, test } from "vitest";
import type { PlanFact } from "../../../src/plan/plan-fact.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";
import { at, story } from "../../support/plan-story.ts";

const CARRIES = bucket("plan", { quota: 100n, carries: true });
const monthly = (day: number) => ({ cycle: { every: "month", day, zone: "Asia/Shanghai" } }) as const;
const PAID = { carryOver: { voidedBy: [], suspension: "fee-charged" } } as const;
const fact = (name: "suspended" | "resumed" | "fee-charged" | "cancelled", when: string): PlanFact => ({
  name,
  at: at(when),
});

describe("a month's edge", () => {
  test("in a leap year's February what January left is there to the end of the 29th", () => {
    const uses = [
      ["2024-02-29T23:59:59", 1],
      ["2024-03-01", 1],
    ] as const;
    const { drawn, closed } = story(dataPlan([CARRIES]), uses, [], at("2024-01-01"));
    expect(drawn).toEqual(["plan (carried) 1", "plan (carried) 1"]);
    expect(closed).toEqual([
      "plan 100: carried-over, carries",
      "plan (carried) 99: lapsed, was-carried",
      "plan 100: carried-over, carries",
    ]);
  });

  test.each([
    ["2024", 31, ["01-30", "01-31", "02-28", "02-29", "03-30", "03-31", "04-29", "04-30", "05-30", "05-31"]],
    ["2023", 31, ["01-30", "01-31", "02-27", "02-28", "03-30", "03-31", "04-29", "04-30", "05-30", "05-31"]],
    ["2023", 29, ["01-28", "01-29", "02-27", "02-28", "03-28", "03-29", "04-28", "04-29", "05-28", "05-29"]],
    ["2024", 27, ["01-26", "01-27", "02-26", "02-27", "03-26", "03-27", "04-26", "04-27", "05-26", "05-27"]],
  ] as const)("%s, day %i: each begins at the midnight of its day, or of the month's last", (year, day, days) => {
    // The last second before each edge empties the old month's rest; the first after it draws on a fresh one.
    const uses = days.map((date, index) =>
      index % 2 === 0 ? ([`${year}-${date}T23:59:59`, 99] as const) : ([`${year}-${date}`, 1] as const),
    );
    const plan = dataPlan([bucket("plan", { quota: 100n })], monthly(day));
    const { drawn, closed } = story(plan, uses, [], at(`${year}-01-05`));
    expect(drawn).toEqual(uses.map(([, bytes]) => `plan ${bytes}`));
    expect(closed).toEqual(["plan 1: lapsed, does-not-carry", ...Array(4).fill("plan 0: lapsed, used-up")]);
  });

  test("China Unicom's IoT month is from the 27th to the 26th of the next, also over a year's end", () => {
    const uses = [
      ["2025-12-26T23:59:59", 100],
      ["2025-12-27", 60],
      ["2026-01-26T23:59:59", 40],
      ["2026-01-27", 1],
    ] as const;
    const { drawn } = story(dataPlan([bucket("iot", { quota: 100n })], monthly(27)), uses, [], at("2025-12-01"));
    expect(drawn).toEqual(["iot 100", "iot 60", "iot 40", "iot 1"]);
  });
});

describe("carried data where cycles are not calendar months", () => {
  const days = { every: "days", days: 30, from: { year: 2026, month: 1, day: 5 }, zone: "Asia/Shanghai" } as const;
  test.each([
    // 5 January to 3 February, then to 5 March.
    ["next-cycle", days, ["2026-03-05T23:59:59", "2026-03-06"]],
    ["next-month", days, ["2026-03-31T23:59:59", "2026-04-01"]],
    // To 26 January, then to 26 February.
    ["next-cycle", monthly(27).cycle, ["2026-02-26T23:59:59", "2026-02-27"]],
    ["next-month", monthly(27).cycle, ["2026-02-28T23:59:59", "2026-03-01"]],
    ["next-month", monthly(1).cycle, ["2026-02-28T23:59:59", "2026-03-01"]],
  ] as const)("%s, %o: it is there to the end of the day before", (carryExpiry, cycle, [last, after]) => {
    const plan = dataPlan([CARRIES], { readings: { carryExpiry }, cycle });
    const { closed } = story(plan, [[last, 1]], [], at("2026-01-10"));
    expect(closed).not.toContainEqual(expect.stringContaining("was-carried"));
    const later = story(plan, [[after, 1]], [], at("2026-01-10"));
    expect(later.closed).toContain("plan (carried) 100: lapsed, was-carried");
  });
});

describe("a pack that was bought once", () => {
  const once = (from: string, to: string) => ({ each: "once", from: at(from), to: at(to) }) as const;

  test("ends on its own day in mid-month, and nothing of it moves on", () => {
    const quarter = bucket("quarter", { quota: 100n, term: once("2025-12-16", "2026-03-16") });
    const { drawn, closed } = story(dataPlan([quarter]), [
      ["2026-01-31", 10],
      ["2026-03-15T23:59:59", 10],
      ["2026-03-16", 10],
    ]);
    expect(drawn).toEqual(["quarter 10", "quarter 10", "beyond 10"]);
    expect(closed).toEqual(["quarter 80: lapsed, bought-once"]);
  });

  test("is not drawn before its first day", () => {
    const later = bucket("later", { quota: 100n, term: once("2026-01-10", "2026-02-01") });
    const { drawn } = story(dataPlan([later]), [
      ["2026-01-09T23:59:59", 1],
      ["2026-01-10", 1],
    ]);
    expect(drawn).toEqual(["beyond 1", "later 1"]);
  });

  test.each([
    [undefined, "lapsed, bought-once"],
    [true, "carried-over, carries"],
  ])("carries of its own: %s; with the month's end: %s", (carries, fate) => {
    const pack = bucket("pack", {
      quota: 5n,
      kind: "data",
      term: once("2026-01-10", "2026-02-01"),
      ...(carries === undefined ? {} : { carries }),
    });
    expect(story(dataPlan([pack]), [["2026-02-01", 1]]).closed).toEqual([`pack 5: ${fate}`]);
  });

  test("of a plan that was bought once nothing is carried into the time after it", () => {
    const cycle = { every: "once", from: { year: 2026, month: 1, day: 1 }, months: 12, zone: "Asia/Shanghai" } as const;
    const { drawn, closed } = story(dataPlan([CARRIES], { cycle }), [
      ["2026-12-31T23:59:59", 1],
      ["2027-01-01", 1],
    ]);
    expect(drawn).toEqual(["plan 1", "beyond 1"]);
    expect(closed).toEqual(["plan 99: lapsed, bought-once"]);
  });
});

describe("a card that was suspended over a month's end (fee-charged)", () => {
  const uses = [
    ["2026-02-20", 1],
    ["2026-03-05", 1],
  ] as const;
  test.each<[string, readonly PlanFact[], readonly string[], string]>([
    [
      "paid, back in February: January's rest can be drawn, and February hands on without a word of its fee",
      [fact("suspended", "2026-01-20"), fact("fee-charged", "2026-01-28"), fact("resumed", "2026-02-10")],
      ["plan (carried) 1", "plan (carried) 1"],
      "plan 100: carried-over, carries",
    ],
    [
      "unpaid: January hands nothing on",
      [fact("suspended", "2026-01-20"), fact("resumed", "2026-02-10")],
      ["plan 1", "plan (carried) 1"],
      "plan 100: lapsed, fee-not-charged",
    ],
    [
      "paid, not back before March: what was carried lapses undrawn",
      [fact("suspended", "2026-01-20"), fact("fee-charged", "2026-01-28"), fact("resumed", "2026-03-01")],
      ["plan 1", "plan 1"],
      "plan (carried) 100: lapsed, was-carried",
    ],
    [
      "paid both months, suspended through all of February: February hands nothing on",
      [
        fact("suspended", "2026-01-20"),
        fact("fee-charged", "2026-01-28"),
        fact("fee-charged", "2026-02-05"),
        fact("resumed", "2026-03-01"),
      ],
      ["plan 1", "plan 1"],
      "plan 99: lapsed, suspended-throughout",
    ],
    [
      "back with the first instant of February: February was not suspended",
      [fact("suspended", "2026-01-20"), fact("fee-charged", "2026-01-28"), fact("resumed", "2026-02-01")],
      ["plan (carried) 1", "plan (carried) 1"],
      "plan 100: carried-over, carries",
    ],
    [
      "suspended and back in the same instant: January was not suspended",
      [fact("suspended", "2026-01-20"), fact("resumed", "2026-01-20")],
      ["plan (carried) 1", "plan (carried) 1"],
      "plan 100: carried-over, carries",
    ],
    [
      "suspended with the last instant: January's fee is asked for",
      [fact("suspended", "2026-01-31T23:59:59"), fact("resumed", "2026-02-01")],
      ["plan 1", "plan (carried) 1"],
      "plan 100: lapsed, fee-not-charged",
    ],
  ])("%s", (_, facts, drawn, closing) => {
    const told = story(dataPlan([CARRIES], PAID), uses, facts);
    expect(told.drawn).toEqual(drawn);
    expect(told.closed).toContain(closing);
  });

  test("where the fee of each month with a suspension is asked for, February hands nothing on", () => {
    const facts = [fact("suspended", "2026-01-20"), fact("fee-charged", "2026-01-28"), fact("resumed", "2026-02-10")];
    const plan = dataPlan([CARRIES], { ...PAID, readings: { feeMonth: "each" } });
    const { drawn, closed } = story(plan, uses, facts);
    expect(drawn).toEqual(["plan (carried) 1", "plan 1"]);
    expect(closed).toContain("plan 100: lapsed, fee-not-charged");
  });

  test("by rule, a paid month hands on although it was suspended from end to end", () => {
    const facts = ["2026-01-28", "2026-02-05"].map((when) => fact("fee-charged", when));
    const all = [fact("suspended", "2026-01-20"), ...facts, fact("resumed", "2026-03-01")];
    const plan = dataPlan([CARRIES], { ...PAID, readings: { suspendedCycle: "by-rule" } });
    expect(story(plan, uses, all).drawn).toEqual(["plan 1", "plan (carried) 1"]);
  });

  test("where a suspension is ignored, what was carried over it is not even asleep", () => {
    const plan = dataPlan([CARRIES], { readings: { unpaidCycle: "as-ever" } });
    const { drawn } = story(plan, [["2026-02-05", 1]], [fact("suspended", "2026-01-20")]);
    expect(drawn).toEqual(["plan (carried) 1"]);
  });

  test("a card that was cancelled has nothing any more", () => {
    const { drawn, closed } = story(
      dataPlan([CARRIES]),
      [
        ["2026-01-21", 1],
        ["2026-02-05", 1],
      ],
      [fact("cancelled", "2026-01-20")],
    );
    expect(drawn).toEqual(["beyond 1", "beyond 1"]);
    expect(closed).toEqual(["plan 100: lapsed, cancelled"]);
  });
});
