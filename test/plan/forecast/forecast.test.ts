import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import type { CycleRule } from "../../../src/plan/cycle.ts";
import { forecast, type ForecastRequest } from "../../../src/plan/forecast/forecast.ts";
import { HELD_OUT, TUNED, UNSEEN, type UsedHour, usageTrace } from "../../support/usage-traces.ts";

const ZONE = "Asia/Shanghai";
const MONTH: CycleRule = { every: "month", day: 1, zone: ZONE };
const at = (local: string): WallMs => WallMs(Date.parse(`${local}+08:00`));
const HOUR = 3_600_000;
const MB = 1_048_576n;

const trace = (kind: string, days = 185, seed = 3): readonly UsedHour[] =>
  usageTrace(TUNED[kind] ?? (() => () => []), { seed, from: { year: 2026, month: 1, day: 1 }, days, zone: ZONE });
const between = (hours: readonly UsedHour[], from: WallMs, to: WallMs): number =>
  hours.reduce((sum, [hour, bytes]) => (hour >= from && hour < to ? sum + Number(bytes) : sum), 0);

describe("the total of the cycle", () => {
  test.each(["office hours", "shop", "weekends", "nightly backup", "weekly backup", "firmware on the 20th"])(
    "%s: after four months it is nearer than the linear estimate",
    (kind) => {
      const used = trace(kind);
      const [from, to] = [at("2026-05-01T00:00"), at("2026-06-01T00:00")];
      const truth = between(used, from, to);
      const errors = ["05", "10", "13", "19", "21", "26"].map((day) => {
        const asOf = at(`2026-05-${day}T11:00`);
        const { total } = forecast({ used, asOf, cycle: MONTH });
        const linear = (between(used, from, asOf) * (to - from)) / (asOf - from);
        return [Math.abs(Number(total?.likely) - truth), Math.abs(linear - truth)] as const;
      });
      const [ours, linear] = [0, 1].map((which) => errors.reduce((sum, pair) => sum + (pair[which] ?? 0), 0));
      expect(ours).toBeLessThan(linear ?? 0);
    },
  );

  test("what the past holds from the instant on is not looked at", () => {
    const used = trace("shop");
    const asOf = at("2026-03-11T14:30");
    const past = used.filter(([hour]) => hour < asOf);
    expect(forecast({ used, asOf, cycle: MONTH })).toEqual(forecast({ used: past, asOf, cycle: MONTH }));
  });

  test("a download of firmware that came once is in the total and not in the days to come", () => {
    const used = trace("even with noise", 100);
    const asOf = at("2026-03-20T12:00");
    const download: UsedHour = [at("2026-03-20T03:00"), 500n * MB];
    const without = forecast({ used, asOf, cycle: MONTH }).total?.likely ?? 0n;
    const more = (forecast({ used: [...used, download], asOf, cycle: MONTH }).total?.likely ?? 0n) - without;
    expect(more).toBeGreaterThanOrEqual(500n * MB);
    expect(more).toBeLessThan(540n * MB);
  });

  test("a download that comes on the 20th of each month is expected on the next 20th", () => {
    const used = trace("firmware on the 20th");
    const before = forecast({ used, asOf: at("2026-05-10T00:00"), cycle: MONTH }).total?.likely ?? 0n;
    const after = forecast({ used, asOf: at("2026-05-22T00:00"), cycle: MONTH }).total?.likely ?? 0n;
    expect(Number(before) / Number(after)).toBeGreaterThan(0.9);
    expect(Number(before) / Number(after)).toBeLessThan(1.1);
  });
});

describe("what comes again otherwise than with the weekday", () => {
  const errorOf = (kind: string, from: string, to: string, asOf: string): number => {
    const rhythm = { ...HELD_OUT, ...UNSEEN }[kind] ?? (() => () => []);
    const used = usageTrace(rhythm, { seed: 5, from: { year: 2026, month: 1, day: 1 }, days: 185, zone: ZONE });
    const truth = between(used, at(from), at(to));
    const { total } = forecast({ used, asOf: at(asOf), cycle: MONTH });
    return Math.abs(Number(total?.likely) - truth) / truth;
  };

  test.each([
    ["every other week", 0.12],
    ["update every 14 days", 0.1],
    ["updates on the second Tuesday", 0.1],
    ["paydays on the 10th and the 25th", 0.1],
    ["backup every third day", 0.08],
  ])("%s: is expected when it is due", (kind, most) => {
    for (const day of ["03", "08", "14", "21"])
      expect(errorOf(kind, "2026-06-01T00:00", "2026-07-01T00:00", `2026-06-${day}T11:00`)).toBeLessThan(most);
  });

  test("a report on the last day of a month is expected on that of a shorter one, whole, whatever the hour is", () => {
    for (const hour of ["02", "10", "17", "22"])
      expect(
        errorOf("report on the month's last day", "2026-06-01T00:00", "2026-07-01T00:00", `2026-06-22T${hour}:00`),
      ).toBeLessThan(0.06);
  });
});

describe("a zone that changes its clock", () => {
  test("has days of 23 and 25 hours, and the forecast is right to a hundredth", () => {
    const zone = "America/New_York";
    const start = Date.parse("2026-01-01T00:00:00-05:00");
    const used = Array.from({ length: 24 * 100 }, (_, hour): UsedHour => [WallMs(start + hour * HOUR), MB]);
    const asOf = WallMs(Date.parse("2026-03-05T15:00:00-05:00"));
    const { total } = forecast({ used, asOf, cycle: { every: "month", day: 1, zone } });
    expect(Number(total?.likely) / Number(MB) / (31 * 24 - 1)).toBeCloseTo(1, 2);
  });
});

describe("little history", () => {
  test.each([
    ["2026-01-01T00:00", "nothing"],
    ["2026-01-01T07:00", "hours"],
    ["2026-01-04T00:00", "days"],
    ["2026-01-09T00:00", "week"],
    ["2026-02-09T00:00", "weeks"],
  ])("as of %s it is said that the forecast rests on: %s", (asOf, ground) => {
    expect(forecast({ used: trace("shop"), asOf: at(asOf), cycle: MONTH }).ground).toBe(ground);
  });

  test("makes the range wider", () => {
    const used = trace("shop");
    const width = (asOf: string): number => {
      const { total, used: sum } = forecast({ used, asOf: at(asOf), cycle: MONTH });
      return Number((total?.high ?? 0n) - (total?.low ?? 0n)) / Number((total?.likely ?? 0n) - sum);
    };
    const widths = ["2026-01-01T12:00", "2026-01-03T12:00", "2026-03-03T12:00"].map(width);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  });

  test("of half an hour gives a forecast, and none gives nothing", () => {
    const asOf = at("2026-01-15T09:30");
    const one = forecast({ used: [[at("2026-01-15T09:00"), 1_000n]], asOf, cycle: MONTH });
    expect(one.total?.likely).toBeGreaterThan(1_000n);
    expect(forecast({ used: [], asOf, cycle: MONTH }).total).toEqual({ low: 0n, likely: 0n, high: 0n });
  });
});

describe("a quota", () => {
  const used = trace("even with noise", 100);
  const asOf = at("2026-03-16T00:00");

  test("runs out within a day of when it does", () => {
    const rest = used.filter(([hour]) => hour >= asOf);
    let left = BigInt(Math.round(between(rest, asOf, at("2026-03-27T12:00"))));
    const { runOut } = forecast({ used, asOf, cycle: MONTH, quotaLeft: left });
    const truth = rest.find(([, bytes]) => (left -= bytes) <= 0n)?.[0] ?? 0;
    expect(Math.abs((runOut?.likely ?? 0) - truth)).toBeLessThan(24 * HOUR);
    expect(runOut?.earliest).toBeLessThanOrEqual(runOut?.likely ?? 0);
    expect(runOut?.latest).toBeGreaterThanOrEqual(runOut?.likely ?? Infinity);
  });

  test("that is large lasts, and one that is gone is gone now", () => {
    expect(forecast({ used, asOf, cycle: MONTH, quotaLeft: 100_000n * MB }).runOut).toEqual({});
    const gone = { earliest: asOf, likely: asOf, latest: asOf };
    expect(forecast({ used, asOf, cycle: MONTH, quotaLeft: 0n }).runOut).toEqual(gone);
  });

  test("gives a budget for each day that is left", () => {
    const { budget } = forecast({ used, asOf, cycle: MONTH, quotaLeft: 160n * MB });
    expect(budget).toMatchObject({ perDay: 10n * MB, days: 16 });
  });
});

describe("any past at all", () => {
  const NEW_YORK = "America/New_York";
  const rules: readonly CycleRule[] = [
    MONTH,
    { every: "month", day: 31, zone: NEW_YORK },
    { every: "days", days: 7, from: { year: 2025, month: 1, day: 1 }, zone: "Australia/Lord_Howe" },
    { every: "once", from: { year: 2025, month: 1, day: 1 }, months: 12, zone: "Asia/Kolkata" },
    { every: "never", zone: NEW_YORK },
  ];
  const past = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 24 * 70 }), fc.bigInt({ min: 0n, max: 1n << 40n })), { maxLength: 60 })
    .map((hours) =>
      hours.map(([hour, bytes]): UsedHour => [
        WallMs(Date.UTC(2025, 9, 1) + hour * HOUR),
        bytes / (hour % 3 ? 1n : 1_000n),
      ]),
    );
  const request: fc.Arbitrary<ForecastRequest> = fc
    .record({
      used: past,
      after: fc.integer({ min: -5, max: 80 * 24 * 60 }),
      cycle: fc.constantFrom(...rules),
      quotaLeft: fc.bigInt({ min: 0n, max: 1n << 44n }),
    })
    .map(({ after, ...rest }) => ({ ...rest, asOf: WallMs(Date.UTC(2025, 9, 1) + after * 60_000) }));

  test("gives the same forecast twice, in whatever order its hours come", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const shuffled = { ...asked, used: [...asked.used].toReversed() };
        expect(forecast(shuffled)).toEqual(forecast(asked));
      }),
      { numRuns: 60 },
    );
  });

  test("gives a range that holds what is likely, never below what was used, never negative", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { total, used, runOut, cycle, budget } = forecast(asked);
        const { low, likely: middle, high } = total ?? { low: used, likely: used, high: used };
        expect([0n <= used, used <= low, low <= middle, middle <= high]).toEqual([true, true, true, true]);
        const [earliest, likely, latest] = [runOut?.earliest, runOut?.likely, runOut?.latest].map(
          (when) => when ?? cycle.to,
        );
        expect(earliest).toBeGreaterThanOrEqual(asked.asOf);
        expect(likely).toBeGreaterThanOrEqual(earliest ?? 0);
        expect(latest).toBeGreaterThanOrEqual(likely ?? 0);
        expect((budget?.perDay ?? 0n) >= 0n && (budget?.likely ?? 0n) >= 0n).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("a larger quota never runs out earlier", () => {
    fc.assert(
      fc.property(request, fc.bigInt({ min: 0n, max: 1n << 40n }), (asked, more) => {
        const [less, larger] = [asked, { ...asked, quotaLeft: (asked.quotaLeft ?? 0n) + more }].map(
          (each) => forecast(each).runOut,
        );
        for (const which of ["earliest", "likely", "latest"] as const)
          expect(larger?.[which] ?? Infinity).toBeGreaterThanOrEqual(less?.[which] ?? Infinity);
      }),
      { numRuns: 60 },
    );
  });
});
