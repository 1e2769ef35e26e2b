import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../../src/base/fault.ts";
import { WallMs, isoInstant } from "../../src/base/instant.ts";
import { hourStart, instantOf, localTime, offsetAt } from "../../src/plan/zone.ts";

const ZONES = [
  "UTC",
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Pyongyang",
  "Asia/Beirut",
  "Africa/Cairo",
  "Africa/Casablanca",
  "America/Havana",
  "America/New_York",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Antarctica/Troll",
  "Australia/Lord_Howe",
  "Europe/Berlin",
  "Pacific/Apia",
  "Pacific/Chatham",
] as const;

const HOUR = 3_600_000;
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: 0, max: Date.UTC(2040, 0, 1) }).map(WallMs);
const at = (iso: string): WallMs => WallMs(Date.parse(iso));
const shown = (instant: WallMs, zone: string): number => instant + offsetAt(instant, zone);
const midnight = (year: number, month: number, day: number, zone: string): string =>
  isoInstant(instantOf({ year, month, day }, zone));

describe("local time", () => {
  test("Shanghai is eight hours ahead, Kathmandu five and three quarters", () => {
    const instant = at("2026-11-22T18:29:06.735Z");
    expect(localTime(instant, "Asia/Shanghai")).toEqual({
      year: 2026,
      month: 11,
      day: 23,
      hour: 2,
      minute: 29,
      second: 6,
      millisecond: 735,
    });
    expect(localTime(instant, "Asia/Kathmandu")).toMatchObject({ day: 23, hour: 0, minute: 14 });
  });

  test("instants before 1970 keep their milliseconds", () => {
    expect(localTime(WallMs(-1), "UTC")).toMatchObject({
      year: 1969,
      month: 12,
      day: 31,
      second: 59,
      millisecond: 999,
    });
  });

  test("a zone that does not exist is a fault of the settings", () => {
    expect(() => offsetAt(WallMs(0), "Mars/Base")).toThrow(/"Mars\/Base".*\[settings-invalid\]/);
    expect(() => offsetAt(WallMs(Number.NaN), "UTC")).toThrow(Fault);
  });
});

describe("the instant of a local time", () => {
  test("is the first at which the zone's clock shows it or, where the clock leaps, a later one", () => {
    fc.assert(
      fc.property(instants, zones, (near, zone) => {
        const fields = localTime(near, "UTC");
        const found = instantOf(fields, zone);
        expect(shown(found, zone)).toBeGreaterThanOrEqual(near);
        expect(shown(WallMs(found - 1), zone)).toBeLessThan(near);
        for (let back = 1; back <= 100; back += 1) {
          expect(shown(WallMs(found - back * 15 * 60_000), zone)).not.toBe(near);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("leads back from what the clock shows, unless that is the second time", () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const found = instantOf(localTime(instant, zone), zone);
        expect(localTime(found, zone)).toEqual(localTime(instant, zone));
        expect(found).toBeLessThanOrEqual(instant);
      }),
      { numRuns: 500 },
    );
  });

  test("in a gap is the gap's end", () => {
    expect(isoInstant(instantOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, "Europe/Berlin"))).toBe(
      "2026-03-29T01:00:00.000Z",
    );
    // Brazil's days of the change had no midnight; Samoa left a whole day out.
    expect(midnight(2018, 11, 4, "America/Sao_Paulo")).toBe("2018-11-04T03:00:00.000Z");
    expect(midnight(2011, 12, 30, "Pacific/Apia")).toBe("2011-12-30T10:00:00.000Z");
    expect(midnight(2011, 12, 31, "Pacific/Apia")).toBe("2011-12-30T10:00:00.000Z");
  });

  test("that comes twice is meant the first time", () => {
    expect(isoInstant(instantOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, "Europe/Berlin"))).toBe(
      "2026-10-25T00:30:00.000Z",
    );
    expect(midnight(2020, 11, 1, "America/Havana")).toBe("2020-11-01T04:00:00.000Z");
  });
});

describe("the start of an hour", () => {
  test("lies at most an hour back, in the same local hour, under the same offset", () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const start = hourStart(instant, zone);
        const [here, there] = [localTime(instant, zone), localTime(start, zone)];
        expect(instant - start).toBeGreaterThanOrEqual(0);
        expect(instant - start).toBeLessThan(HOUR);
        expect([there.day, there.hour]).toEqual([here.day, here.hour]);
        expect(offsetAt(start, zone)).toBe(offsetAt(instant, zone));
        expect(hourStart(start, zone)).toBe(start);
        const before = WallMs(start - 1);
        expect([localTime(before, zone).hour, offsetAt(before, zone)]).not.toEqual([there.hour, offsetAt(start, zone)]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["Asia/Kolkata", "2026-11-22T10:15:00Z", "2026-11-22T09:30:00.000Z"],
    ["Asia/Kathmandu", "2026-11-22T10:15:00Z", "2026-11-22T10:15:00.000Z"],
    ["Pacific/Chatham", "2026-06-01T00:14:59Z", "2026-05-31T23:15:00.000Z"],
    ["Asia/Shanghai", "2026-11-22T10:59:59Z", "2026-11-22T10:00:00.000Z"],
  ])("in %s for %s is %s", (zone, instant, start) => {
    expect(isoInstant(hourStart(at(instant), zone))).toBe(start);
  });

  test("the hour that Berlin lives twice is two hours", () => {
    expect(isoInstant(hourStart(at("2026-10-25T00:40:00Z"), "Europe/Berlin"))).toBe("2026-10-25T00:00:00.000Z");
    expect(isoInstant(hourStart(at("2026-10-25T01:40:00Z"), "Europe/Berlin"))).toBe("2026-10-25T01:00:00.000Z");
  });

  test("where Lord Howe Island goes back by half an hour, the rest is an hour of its own", () => {
    // 02:00 becomes 01:30 at 15:00Z: 01:30 to 02:00 is lived twice.
    const zone = "Australia/Lord_Howe";
    expect(isoInstant(hourStart(at("2026-04-04T14:50:00Z"), zone))).toBe("2026-04-04T14:00:00.000Z");
    expect(isoInstant(hourStart(at("2026-04-04T15:10:00Z"), zone))).toBe("2026-04-04T15:00:00.000Z");
    expect(isoInstant(hourStart(at("2026-04-04T15:40:00Z"), zone))).toBe("2026-04-04T15:30:00.000Z");
  });
});
