import { describe, expect, test } from "vitest";
import type { DataPlan } from "../../../src/plan/data-plan.ts";
import { parseMoney } from "../../../src/plan/money.ts";
import type { Tariff } from "../../../src/plan/overage.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";
import { at, story, type Use } from "../../support/plan-story.ts";

const KB = 1024n;
const MB = 1024n * KB;
const GB = 1024n * MB;
const yuan = (text: string): bigint => parseMoney(text) ?? 0n;
const FEN = yuan("0.01");

const per = (unit: bigint, price: string, more: Partial<Tariff> = {}): Tariff => ({
  kind: "tariff",
  tiers: [{ from: 0n, price: yuan(price), per: unit }],
  unit: 1n,
  rounded: "cycle",
  step: FEN,
  stepRounding: "down",
  ...more,
});

const withTariff = (overage: Tariff, quota = 0n): DataPlan => ({ ...dataPlan([bucket("plan", { quota })]), overage });

/** What January costs when so much goes beyond the plan in it. */
const january = (overage: Tariff, ...uses: readonly bigint[]): string | undefined =>
  story(withTariff(overage), [...uses.map((bytes): Use => ["2026-01-10", bytes]), ["2026-02-01", 0]]).charged[0];

describe("China Mobile: the month's total in MB with decimals, the fen cut off", () => {
  test.each([
    ["1", 5968n * KB, "5.82"],
    ["0.29", 5968n * KB, "1.69"],
    ["1", 0n, "0.00"],
    ["0.29", MB, "0.29"],
  ])("%s yuan per MB, %d bytes", (price, bytes, expected) => expect(january(per(MB, price), bytes)).toBe(expected));
});

describe("China Unicom: whole MB of the month, rounded up", () => {
  test.each([
    ["0.2", 1n, "0.20"],
    ["0.2", MB, "0.20"],
    ["0.2", MB + 1n, "0.40"],
    ["1", 5968n * KB, "6.00"],
  ])("%s yuan per MB, %d bytes", (price, bytes, expected) =>
    expect(january(per(MB, price, { unit: MB }), bytes)).toBe(expected),
  );

  test("a month's many small uses are rounded once, together", () => {
    expect(january(per(MB, "0.2", { unit: MB }), 1n, 1n, 1n)).toBe("0.20");
  });
});

describe("China Telecom: 0.0003 yuan per KB, nothing from 100 to 500 MB, and again; 15 GB at most", () => {
  const tariff = per(KB, "0.0003", {
    tiers: [
      { from: 0n, price: yuan("0.0003"), per: KB },
      { from: 100n * MB, price: 0n, per: KB },
    ],
    repeat: 500n * MB,
    unit: KB,
    stepRounding: "up",
    capBytes: 15n * GB,
  });

  test.each([
    [1n, "0.01"],
    [33n * KB, "0.01"],
    [34n * KB, "0.02"],
    [MB, "0.31"],
    [100n * MB, "30.72"],
    [500n * MB, "30.72"],
    [500n * MB + 1n, "30.73"],
    [600n * MB, "61.44"],
    [1_000n * MB, "61.44"],
  ])("%d bytes", (bytes, expected) => expect(january(tariff, bytes)).toBe(expected));

  test("0.3 yuan per MB is 30 yuan for the first 100 MB", () => {
    const perMb = {
      ...tariff,
      tiers: tariff.tiers.map((tier) => ({ ...tier, price: tier.price && yuan("0.3"), per: MB })),
    };
    expect(january(perMb, 100n * MB)).toBe("30.00");
    expect(january(perMb, 1_100n * MB)).toBe("90.00");
  });

  test("data stops with the 15th GB beyond the plan, what the plan held not counted", () => {
    const almost: readonly Use[] = [["2026-01-10", 16n * GB - 1n]];
    expect(story(withTariff(tariff, GB), almost).books.limitReached).toBeUndefined();
    const reached = story(withTariff(tariff, GB), [...almost, ["2026-01-11", 1]]);
    expect(reached.books.limitReached).toBe(at("2026-01-11"));
    expect(
      story(withTariff(tariff, GB), [...almost, ["2026-01-11", 1], ["2026-02-01", 1]]).books.limitReached,
    ).toBeUndefined();
  });

  test("a cap in money is never charged beyond", () => {
    const capped = per(MB, "0.3", { capMoney: yuan("600") });
    expect(january(capped, 2_000n * MB)).toBe("600.00");
    expect(january(capped, 3_000n * MB)).toBe("600.00");
    expect(story(withTariff(capped), [["2026-01-10", 2_000n * MB]]).books.limitReached).toBe(at("2026-01-10"));
  });
});

describe("an IoT card at 0.001 yuan per KB, less than a KB is one", () => {
  test.each([
    [1n, "0.001"],
    [KB, "0.001"],
    [KB + 1n, "0.002"],
    [2n * MB, "2.048"],
  ])("%d bytes", (bytes, expected) =>
    expect(january(per(KB, "0.001", { unit: KB, step: yuan("0.001") }), bytes)).toBe(expected),
  );
});

describe("rounded by session", () => {
  const tariff = per(KB, "0.01", { unit: KB, rounded: "session" });

  test("each is a whole KB of its own", () => expect(january(tariff, 1n, 1n, 1n)).toBe("0.03"));

  test("lines of one session are rounded together, also when another's lie between them", () => {
    const uses: readonly Use[] = [
      ["2026-01-10", 500, { session: "a" }],
      ["2026-01-11", 1, { session: "b" }],
      ["2026-01-12", 524, { session: "a" }],
      ["2026-01-13", 1, { session: "a" }],
      ["2026-02-01", 0],
    ];
    expect(story(withTariff(tariff), uses).charged).toEqual(["0.03"]);
  });

  test("one that lies over a month's end is rounded in both months, and once in each", () => {
    const night = bucket("night", { quota: 0n, scope: { window: { from: 23 * 60, to: 60 } } });
    const plan = { ...dataPlan([night], { readings: { overBoundary: "divided" } }), overage: tariff };
    const use: Use = ["2026-01-31T22:30:00", 6, { until: at("2026-02-01T01:30:00") }];
    expect(story(plan, [use, ["2026-03-01", 0]]).charged).toEqual(["0.01", "0.01"]);
  });
});

describe("usage over the end of a month or a window", () => {
  const night = bucket("night", {
    quota: 1_000n,
    kind: "data",
    level: -1,
    scope: { window: { from: 23 * 60, to: 7 * 60 } },
  });
  const buckets = [night, bucket("plan", { quota: 1_000n })];
  const hour: Use = ["2026-01-10T22:30:00", 101, { until: at("2026-01-10T23:30:00") }];

  test("is booked where it began", () => {
    expect(story(dataPlan(buckets), [hour]).drawn).toEqual(["plan 101"]);
  });

  test("or divided by time, no byte lost", () => {
    const plan = dataPlan(buckets, { readings: { overBoundary: "divided" } });
    expect(story(plan, [hour]).drawn).toEqual(["plan 50", "night 51"]);
    const days: Use = ["2026-01-31T12:00:00", 100, { until: at("2026-02-01T12:00:00") }];
    const { drawn, closed } = story(plan, [days]);
    expect(drawn).toEqual(["plan 45", "night 5", "night 29", "plan 21"]);
    expect(closed).toEqual(["night 995: lapsed, does-not-carry", "plan 955: lapsed, does-not-carry"]);
  });

  test("divided, it knows what was told in its middle, and other usage that came in its middle", () => {
    const plan = dataPlan([bucket("plan", { quota: 10n })], { readings: { overBoundary: "divided" } });
    const uses: readonly Use[] = [
      ["2026-01-10T10:00:00", 60, { until: at("2026-01-10T11:00:00") }],
      ["2026-01-10T10:15:00", 5],
      ["2026-01-10T10:45:00", 5],
    ];
    const pack = bucket("pack", { quota: 100n });
    const { drawn } = story(plan, uses, [{ name: "pack-bought", at: at("2026-01-10T10:30:00"), bucket: pack }]);
    expect(drawn).toEqual(["plan 10, beyond 20", "beyond 5", "pack 30", "pack 5"]);
  });
});
