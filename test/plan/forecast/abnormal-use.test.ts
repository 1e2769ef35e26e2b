import { describe, expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import { abnormalUse } from "../../../src/plan/forecast/abnormal-use.ts";
import { historyOf } from "../../../src/plan/forecast/history.ts";
import { HELD_OUT, TUNED, type UsedHour, usageTrace } from "../../support/usage-traces.ts";

const ZONE = "Asia/Shanghai";
const HOUR = 3_600_000;
const at = (local: string): WallMs => WallMs(Date.parse(`${local}+08:00`));
const MB = 1_048_576n;
const shop = usageTrace(TUNED["shop"] ?? (() => () => []), {
  seed: 5,
  from: { year: 2026, month: 1, day: 1 },
  days: 60,
  zone: ZONE,
});
const judged = (used: readonly UsedHour[], asOf: string) => abnormalUse(historyOf(used, at(asOf), ZONE), ZONE);

describe("use that a device never had", () => {
  test("is told with its beginning, its amount and the most that was before", () => {
    const more = Array.from({ length: 10 }, (_, hour): UsedHour => [
      WallMs(at("2026-02-20T04:00") + hour * HOUR),
      40n * MB,
    ]);
    const found = judged([...shop, ...more], "2026-02-20T14:00");
    expect(found).toMatchObject({ since: at("2026-02-20T04:00"), comparedDays: 49 });
    expect(found?.bytes).toBeGreaterThan(400n * MB);
    expect(found?.mostBefore).toBeLessThan(2n * MB);
    expect(found?.times).toBeGreaterThan(100);
  });

  test("is not told of a busy day, of a silent one, and of a week of them", () => {
    const days = Array.from({ length: 40 }, (_, day) => at("2026-01-15T20:00") + day * 24 * HOUR);
    const told = days.map((asOf) => abnormalUse(historyOf(shop, WallMs(asOf), ZONE), ZONE));
    expect(told.filter((found) => found !== undefined)).toEqual([]);
  });

  test("is not judged in the first week of a device", () => {
    const burst: UsedHour = [at("2026-01-06T12:00"), 900n * MB];
    expect(judged([...shop, burst], "2026-01-06T13:00")).toBeUndefined();
  });

  test("is told rarely of devices that only scatter from day to day", () => {
    let told = 0;
    for (const kind of [TUNED["noise from day to day"], HELD_OUT["wandering"]]) {
      const used = usageTrace(kind ?? (() => () => []), {
        seed: 9,
        from: { year: 2026, month: 1, day: 1 },
        days: 100,
        zone: ZONE,
      });
      for (let day = 30; day < 100; day += 1)
        if (abnormalUse(historyOf(used, WallMs(at("2026-01-01T00:00") + day * 24 * HOUR), ZONE), ZONE)) told += 1;
    }
    expect(told).toBeLessThanOrEqual(7);
  });
});
