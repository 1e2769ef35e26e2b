import { getTasks } from "node-cron";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { CronAlarm } from "../../src/host/cron-alarm.ts";
import { SystemClock } from "../../src/host/system-clock.ts";

const START = Date.UTC(2026, 10, 22, 1, 0, 0);
const SHANGHAI = "Asia/Shanghai";

let rung: string[];
const alarm = new CronAlarm({ clock: new SystemClock() });
const ring = (): void => void rung.push(new Date().toISOString());

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  rung = [];
});
afterEach(() => void vi.useRealTimers());

describe("an alarm", () => {
  test("rings at the zone's hour, every time", () => {
    const cancel = alarm.schedule("0 0 * * *", SHANGHAI, ring);
    vi.advanceTimersByTime(Days(3));
    expect(rung).toEqual(["2026-11-22T16:00:00.000Z", "2026-11-23T16:00:00.000Z", "2026-11-24T16:00:00.000Z"]);
    cancel();
  });

  test("of the first of a month waits longer than a timer can", () => {
    const cancel = alarm.schedule("0 0 1 1 *", SHANGHAI, ring);
    vi.advanceTimersByTime(Days(45));
    expect(rung).toEqual(["2026-12-31T16:00:00.000Z"]);
    cancel();
  });

  test("reads six fields, the first of them seconds", () => {
    const cancel = alarm.schedule("*/20 * * * * *", SHANGHAI, ring);
    vi.advanceTimersByTime(Minutes(1));
    expect(rung.map((text) => text.slice(17, 19))).toEqual(["20", "40", "00"]);
    cancel();
  });

  test("rings once within ten minutes after the clock leapt over 56 years of matches, and goes on from there", () => {
    vi.setSystemTime(0);
    const cancel = alarm.schedule("*/5 * * * *", SHANGHAI, ring);
    vi.advanceTimersByTime(Minutes(1));
    vi.setSystemTime(START + 60_000);
    vi.advanceTimersByTime(Minutes(10));
    expect(rung).toEqual(["2026-11-22T01:05:00.000Z", "2026-11-22T01:10:00.000Z"]);
    cancel();
  });

  test("does not sleep until the old hour after the clock was set back", () => {
    vi.setSystemTime(START + Days(1_000));
    const cancel = alarm.schedule("0 * * * *", SHANGHAI, ring);
    vi.advanceTimersByTime(Minutes(1));
    vi.setSystemTime(START);
    vi.advanceTimersByTime(Hours(2));
    expect(rung.at(0)).toBe("2026-11-22T02:00:00.000Z");
    cancel();
  });

  test("that is cancelled rings no more and leaves nothing behind, neither here nor in the library", () => {
    const before = getTasks().size;
    const cancel = alarm.schedule("* * * * *", SHANGHAI, ring);
    expect(getTasks().size).toBe(before + 1);
    cancel();
    cancel();
    vi.advanceTimersByTime(Minutes(5));
    expect(rung).toEqual([]);
    expect([getTasks().size, vi.getTimerCount()]).toEqual([before, 0]);
  });

  test("may be cancelled while it rings", () => {
    const cancel = alarm.schedule("* * * * *", SHANGHAI, () => {
      ring();
      cancel();
    });
    vi.advanceTimersByTime(Minutes(5));
    expect(rung).toHaveLength(1);
  });

  test.each([
    ["61 * * * *", SHANGHAI, /61/],
    ["often", SHANGHAI, /5 or 6 fields/],
    ["0 0 1 * *", "Mars/Base", /Mars\/Base/],
  ])("at %s in %s is refused as a fault of the settings", (expression, zone, message) => {
    const before = getTasks().size;
    expect(() => alarm.schedule(expression, zone, ring)).toThrow(message);
    expect(() => alarm.schedule(expression, zone, ring)).toThrow(/settings-invalid/);
    expect(getTasks().size).toBe(before);
  });
});
