import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WallMs, isoInstant } from "../../src/base/instant.ts";
import {
  BEGINNING,
  type Cycle,
  type CycleRule,
  cycleAt,
  NEVER,
  nextCycle,
  previousCycle,
} from "../../src/plan/cycle.ts";
import { hourStart, localTime } from "../../src/plan/zone.ts";

const at = (iso: string): WallMs => WallMs(Date.parse(iso));
const SHANGHAI = "Asia/Shanghai";
const days = (cycle: Cycle, zone: string): string =>
  [cycle.from, cycle.to]
    .map((edge) => localTime(edge, zone))
    .map(({ year, month, day }) => `${year}-${month}-${day}`)
    .join(" to ");

const zones = fc.constantFrom(
  SHANGHAI,
  "Europe/Berlin",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "America/Havana",
  "Asia/Beirut",
);
const dates = fc.record({
  year: fc.integer({ min: 2000, max: 2039 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
});
const rules: fc.Arbitrary<CycleRule> = fc.oneof(
  fc.record({ every: fc.constant("month"), day: fc.integer({ min: 1, max: 31 }), zone: zones }),
  fc.record({ every: fc.constant("days"), days: fc.integer({ min: 1, max: 400 }), from: dates, zone: zones }),
  fc.record({ every: fc.constant("once"), from: dates, months: fc.integer({ min: 1, max: 24 }), zone: zones }),
);
const instants = fc.integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2040, 0, 1) }).map(WallMs);

describe("a monthly cycle", () => {
  test("begins at the zone's midnight, and its first instant belongs to it", () => {
    const rule: CycleRule = { every: "month", day: 1, zone: SHANGHAI };
    const november = cycleAt(at("2026-11-22T10:00:00Z"), rule);
    expect([november.from, november.to].map(isoInstant)).toEqual([
      "2026-10-31T16:00:00.000Z",
      "2026-11-30T16:00:00.000Z",
    ]);
    expect(cycleAt(november.from, rule)).toEqual(november);
    expect(cycleAt(WallMs(november.to - 1), rule)).toEqual(november);
    expect(cycleAt(november.to, rule)).toEqual(nextCycle(november, rule));
  });

  test("on day 31 begins on the last day of shorter months, of a leap year's February too", () => {
    const rule: CycleRule = { every: "month", day: 31, zone: SHANGHAI };
    const seen: string[] = [];
    let cycle = cycleAt(at("2028-01-15T00:00:00Z"), rule);
    for (let month = 0; month < 5; month += 1) {
      seen.push(days(cycle, SHANGHAI));
      cycle = nextCycle(cycle, rule);
    }
    expect(seen).toEqual([
      "2027-12-31 to 2028-1-31",
      "2028-1-31 to 2028-2-29",
      "2028-2-29 to 2028-3-31",
      "2028-3-31 to 2028-4-30",
      "2028-4-30 to 2028-5-31",
    ]);
    expect(days(cycleAt(at("2026-02-28T00:00:00Z"), { every: "month", day: 29, zone: SHANGHAI }), SHANGHAI)).toBe(
      "2026-2-28 to 2026-3-29",
    );
  });

  test("of Unicom's IoT cards runs from the 27th to the 26th", () => {
    const rule: CycleRule = { every: "month", day: 27, zone: SHANGHAI };
    expect(days(cycleAt(at("2026-11-26T15:59:59Z"), rule), SHANGHAI)).toBe("2026-10-27 to 2026-11-27");
    expect(days(cycleAt(at("2026-11-26T16:00:00Z"), rule), SHANGHAI)).toBe("2026-11-27 to 2026-12-27");
  });

  test("over a change to summer time is an hour shorter, over the change back an hour longer", () => {
    const hours = ({ from, to }: Cycle): number => (to - from) / 3_600_000;
    const rule: CycleRule = { every: "month", day: 1, zone: "Europe/Berlin" };
    expect(hours(cycleAt(at("2026-03-10T00:00:00Z"), rule))).toBe(31 * 24 - 1);
    expect(hours(cycleAt(at("2026-10-10T00:00:00Z"), rule))).toBe(31 * 24 + 1);
  });

  test("holds the instant, joins its neighbours and is the same from everywhere within", () => {
    fc.assert(
      fc.property(instants, rules, fc.integer({ min: 0, max: 999 }), (now, rule, part) => {
        const cycle = cycleAt(now, rule);
        expect(cycle.from).toBeLessThanOrEqual(now);
        expect(cycle.to).toBeGreaterThan(now);
        expect(cycleAt(WallMs(Math.floor(cycle.from + (part / 1_000) * (cycle.to - cycle.from))), rule)).toEqual(cycle);
        const [before, after] = [previousCycle(cycle, rule), nextCycle(cycle, rule)];
        expect(before.to).toBe(cycle.from === BEGINNING ? before.to : cycle.from);
        expect(after.from).toBe(cycle.to === NEVER ? cycle.from : cycle.to);
        expect(after.from === cycle.from ? cycle : previousCycle(after, rule)).toEqual(cycle);
      }),
      { numRuns: 500 },
    );
  });

  test("begins with an hour of its zone, so that an hour never belongs to two cycles", () => {
    fc.assert(
      fc.property(instants, rules, (now, rule) => {
        const { from } = cycleAt(now, rule);
        if (from === BEGINNING) return;
        expect(hourStart(from, rule.zone)).toBe(from);
      }),
    );
  });

  test.each([0, 32, 1.5, Number.NaN])("cannot begin on day %s", (day) => {
    expect(() => cycleAt(WallMs(0), { every: "month", day, zone: SHANGHAI })).toThrow(/settings-invalid/);
  });
});

describe("a cycle of days", () => {
  const rule: CycleRule = { every: "days", days: 30, from: { year: 2026, month: 1, day: 5 }, zone: SHANGHAI };

  test("begins every so many days after its first one, and before it alike", () => {
    expect(days(cycleAt(at("2026-01-05T00:00:00+08:00"), rule), SHANGHAI)).toBe("2026-1-5 to 2026-2-4");
    expect(days(cycleAt(at("2026-02-03T23:59:59+08:00"), rule), SHANGHAI)).toBe("2026-1-5 to 2026-2-4");
    expect(days(cycleAt(at("2028-03-01T12:00:00+08:00"), rule), SHANGHAI)).toBe("2028-2-24 to 2028-3-25");
    expect(days(cycleAt(at("2026-01-04T23:59:59+08:00"), rule), SHANGHAI)).toBe("2025-12-6 to 2026-1-5");
  });

  test("counts the days of the calendar where a zone left one out", () => {
    const samoa: CycleRule = { every: "days", days: 7, from: { year: 2011, month: 12, day: 26 }, zone: "Pacific/Apia" };
    const cycle = cycleAt(at("2011-12-31T12:00:00Z"), samoa);
    expect((cycle.to - cycle.from) / 86_400_000).toBe(6);
    expect(days(cycle, "Pacific/Apia")).toBe("2011-12-26 to 2012-1-2");
  });

  test.each([0, 1.5, 3_661])("cannot last %s days", (length) => {
    expect(() => cycleAt(at("2026-01-05T00:00:00Z"), { ...rule, days: length })).toThrow(/settings-invalid/);
  });
});

describe("a plan that was bought once", () => {
  const rule: CycleRule = { every: "once", from: { year: 2024, month: 2, day: 29 }, months: 12, zone: SHANGHAI };

  test("is one cycle to the same day of its last month, with the month's end for a day it does not have", () => {
    expect(days(cycleAt(at("2024-06-01T00:00:00Z"), rule), SHANGHAI)).toBe("2024-2-29 to 2025-2-28");
    expect(cycleAt(at("2024-06-01T00:00:00Z"), { ...rule, months: 24 }).to).toBe(at("2026-02-28T00:00:00+08:00"));
  });

  test("has nothing before and nothing after it", () => {
    expect(cycleAt(at("2024-02-28T15:59:59Z"), rule)).toEqual({ from: BEGINNING, to: at("2024-02-29T00:00:00+08:00") });
    expect(cycleAt(at("2025-02-28T00:00:00+08:00"), rule)).toEqual({
      from: at("2025-02-28T00:00:00+08:00"),
      to: NEVER,
    });
  });
});

test("without a cycle nothing ends", () => {
  expect(cycleAt(at("2026-02-28T00:00:00Z"), { every: "never", zone: SHANGHAI })).toEqual({
    from: BEGINNING,
    to: NEVER,
  });
});
