import { describe, vi } from "vitest";
import { SystemClock } from "../../src/host/system-clock.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type ClockBench, clockContract } from "./clock-contract.ts";

function fakeBench(): ClockBench {
  const clock = new FakeClock();
  return {
    clock,
    pass: (by) => clock.advance(by),
    setWall: (to) => clock.jumpWall(to),
    waiting: () => clock.waiting,
    close: () => undefined,
  };
}

/** The real adapter over Node's timers and clocks, which a test cannot wait for: those are moved by hand. */
function systemBench(): ClockBench {
  vi.useFakeTimers();
  return {
    clock: new SystemClock(),
    pass: async (by) => void (await vi.advanceTimersByTimeAsync(by)),
    setWall: (to) => void vi.setSystemTime(to),
    waiting: () => vi.getTimerCount(),
    close: () => void vi.useRealTimers(),
  };
}

describe("the clock in a test's hands", () => clockContract(fakeBench));
describe("the machine's clock", () => clockContract(systemBench));
