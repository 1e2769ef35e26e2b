import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
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
