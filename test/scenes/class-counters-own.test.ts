import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { statusScreen } from "../../src/cli/status-screen.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakeFilter } from "../support/fake-filter.ts";
import { FakeGate } from "../support/fake-gate.ts";
import { FakeQueue } from "../support/fake-queue.ts";

test("the agent's own table is read as soon as it was made, and the bytes of the first minute have their classes", async () => {
  const [scene, gate, filter] = [new AgentScene(), new FakeGate(), new FakeFilter()];
  // The table of the agent is the one that is counted by.
  const classCounters = {
    read: () => {
      filter.absent = gate.table === undefined;
      return filter.read();
    },
  };
  await scene.boot({
    wall: Date.UTC(2026, 10, 22, 1),
    settings: [
      "clock.trust_system=true",

      "class_rule=payment=203.0.113.0/24:443",
      "meter.class_counters=inet cellward",
      "meter.sample_interval=1s",
    ],
    classCounters,
    kernel: { gate, queue: new FakeQueue(), uid: 0 },
  });
  await scene.pass(Seconds(2));
  expect(scene.status.limits?.enforced).toBe("kernel");
  expect(scene.status.state.metering?.classes?.text).toBeUndefined();
  filter.count("payment_up", 0);
  filter.count("bulk_down", 50_000);
  scene.counters.carry("rx", 1, 50_000);
  await scene.pass(Seconds(20));
  expect(scene.judge.classes().first).toBeUndefined();
  filter.count("payment_up", 3_000);
  scene.counters.carry("tx", 1, 3_000);
  await scene.pass(Minutes(11));
  expect(scene.judge.classes().first).toEqual({ by: "filter", bytes: 3_000n });
  expect(statusScreen(scene.status)).toMatch(/^Classes 分类 .*inet cellward counted .* \(100.0 %\)/m);
});
