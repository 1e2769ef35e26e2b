import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WallMs, isoInstant } from "../../src/base/instant.ts";
import { type Cycle, type CycleRule, cycleAt, nextCycle, previousCycle } from "../../src/plan/cycle.ts";
import { hourStart, localTime } from "../../src/plan/zone.ts";

const at = (iso: string): WallMs => WallMs(Date.parse(iso));
const SHANGHAI = "Asia/Shanghai";
const days = (cycle: Cycle, zone: string): string =>
  [cycle.from, cycle.to]
    .map((edge) => localTime(edge, zone))
    .map(({ year, month, day }) => `${year}-${month}-${day}`)
    .join(" to ");

const rules = fc.record({
  day: fc.integer({ min: 1, max: 31 }),
  zone: fc.constantFrom(
    SHANGHAI,
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "America/Havana",
    "Asia/Beirut",
  ),
});
const instants = fc.integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2040, 0, 1) }).map(WallMs);

describe("a monthly cycle", () => {
  test("begins at the zone's midnight, and its first instant belongs to it", () => {
    const rule: CycleRule = { day: 1, zone: SHANGHAI };
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
    const rule: CycleRule = { day: 31, zone: SHANGHAI };
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
    expect(days(cycleAt(at("2026-02-28T00:00:00Z"), { day: 29, zone: SHANGHAI }), SHANGHAI)).toBe(
      "2026-2-28 to 2026-3-29",
    );
  });

  test("of Unicom's IoT cards runs from the 27th to the 26th", () => {
    const rule: CycleRule = { day: 27, zone: SHANGHAI };
    expect(days(cycleAt(at("2026-11-26T15:59:59Z"), rule), SHANGHAI)).toBe("2026-10-27 to 2026-11-27");
    expect(days(cycleAt(at("2026-11-26T16:00:00Z"), rule), SHANGHAI)).toBe("2026-11-27 to 2026-12-27");
  });

  test("over a change to summer time is an hour shorter, over the change back an hour longer", () => {
    const hours = ({ from, to }: Cycle): number => (to - from) / 3_600_000;
    const rule: CycleRule = { day: 1, zone: "Europe/Berlin" };
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
        expect(nextCycle(cycle, rule).from).toBe(cycle.to);
        expect(previousCycle(cycle, rule).to).toBe(cycle.from);
        expect(previousCycle(nextCycle(cycle, rule), rule)).toEqual(cycle);
      }),
      { numRuns: 500 },
    );
  });

  test("begins with an hour of its zone, so that an hour never belongs to two cycles", () => {
    fc.assert(
      fc.property(instants, rules, (now, rule) => {
        const { from } = cycleAt(now, rule);
        expect(hourStart(from, rule.zone)).toBe(from);
      }),
    );
  });

  test.each([0, 32, 1.5, Number.NaN])("cannot begin on day %s", (day) => {
    expect(() => cycleAt(WallMs(0), { day, zone: SHANGHAI })).toThrow(/settings-invalid/);
  });
});
