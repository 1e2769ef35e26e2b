import { expect, test } from "vitest";
import { LimitsSide } from "../../src/agent/limits-side.ts";
import { Minutes } from "../../src/base/duration.ts";
import { accepted } from "../support/accepted-settings.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeGate } from "../support/fake-gate.ts";
import { oneInterface } from "../support/fake-interfaces.ts";
import { FakeCounters } from "../support/fake-counters.ts";
import { FakeQueue } from "../support/fake-queue.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

/** A machine with a kernel in which these flags hold; `samples`: how often the counters were read for it. */
async function machine(flags: readonly string[]) {
  const clock = new FakeClock();
  const gate = new FakeGate();
  const counters = new FakeCounters(clock);
  const ports = { clock, log: new SilentLog(), store: new MemoryStore(), interfaces: oneInterface(counters) };
  const seen = { samples: 0 };
  const side: LimitsSide = new LimitsSide(
    { ...ports, kernel: { gate, queue: new FakeQueue(), uid: 0 } },
    { settings: accepted({ flags }).settings, bootId: "boot-1" },
    {
      carried: () => 0n,
      sample: () => {
        seen.samples += 1;
      },
      // To ask is to decide anew: that is told, too.
      allowances: () => {
        side.decided();
        return [];
      },
      guard: () => {},
      changed: () => {},
      tell: () => {},
    },
  );
  const idle = clock.waiting;
  side.start();
  await clock.advance(Minutes(1));
  return { clock, gate, side, seen, idle };
}

test("the kernel is told once a minute, however often something is decided meanwhile", async () => {
  const { clock, side, seen } = await machine(["class_rule=payment=203.0.113.0/24:443"]);
  expect(side.enforced).toBe("kernel");
  for (let minute = 0; minute < 30; minute += 1) {
    side.decided();
    await clock.advance(Minutes(1));
  }
  expect(seen.samples).toBeLessThanOrEqual(65);
  await side.stop();
});

test("where no rule orders limits nothing is looked at, asked or waited for", async () => {
  const { clock, gate, side, seen, idle } = await machine([]);
  expect([side.enforced, side.view]).toEqual(["no", undefined]);
  side.decided();
  await clock.advance(Minutes(10));
  expect([seen.samples, gate.ran.length, clock.waiting]).toEqual([0, 0, idle]);
  await side.stop();
});
