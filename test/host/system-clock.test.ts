import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Days, Hours, Millis, Minutes } from "../../src/base/duration.ts";
import { SystemClock } from "../../src/host/system-clock.ts";

describe("the machine's clock", () => {
  test("counts monotonic time from the boot, for every process alike", () => {
    const uptime = Number.parseFloat(readFileSync("/proc/uptime", "latin1")) * 1_000;
    const mono = new SystemClock().monoMs();
    expect(Number.isInteger(mono)).toBe(true);
    // Uptime counts a suspended machine's sleep as well; this one was not suspended.
    expect(Math.abs(mono - uptime)).toBeLessThan(2_000);
  });

  test("tells the wall time in whole milliseconds", () => {
    const before = Date.now();
    const wall = new SystemClock().wallMs();
    expect(wall).toBeGreaterThanOrEqual(before);
    expect(wall).toBeLessThanOrEqual(Date.now());
  });
});

describe("a timer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("of 30 days rings after 30 days and not after a millisecond", () => {
    const rung: string[] = [];
    new SystemClock().after(Days(30), () => rung.push("rung"));
    vi.advanceTimersByTime(Days(30) - 1_000);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(2_000);
    expect(rung).toEqual(["rung"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not moved by a wall clock that jumps", () => {
    const rung: string[] = [];
    new SystemClock().after(Hours(1), () => rung.push("rung"));
    vi.setSystemTime(Date.now() + Days(1_000));
    vi.advanceTimersByTime(Minutes(59));
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(Minutes(1));
    expect(rung).toEqual(["rung"]);
  });

  test("of 60 days is cancelled in its second leg as in its first", () => {
    const cancel = new SystemClock().after(Days(60), () => expect.unreachable());
    vi.advanceTimersByTime(Days(40));
    cancel();
    cancel();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(Days(40));
  });

  test("of no or a negative length rings at once, but not before the caller has gone on", () => {
    const rung: string[] = [];
    const clock = new SystemClock();
    clock.after(Millis(0), () => rung.push("none"));
    clock.after(Millis(-5), () => rung.push("negative"));
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(["none", "negative"]);
  });
});
