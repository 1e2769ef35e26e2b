import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakeGate } from "../support/fake-gate.ts";
import { FakeQueue } from "../support/fake-queue.ts";

const bulk = (scene: AgentScene) =>
  scene.status.decision.allowances?.find((one) => one.class === "bulk") ?? expect.fail("no class bulk");

test("without class counters, a class gets its part of the day one time: what the kernel let pass is its use", async () => {
  const [scene, gate] = [new AgentScene(), new FakeGate()];
  await scene.boot({
    wall: Date.UTC(2026, 10, 22, 1),
    settings: [
      "clock.trust_system=true",
      "class_rule=payment=203.0.113.0/24:443",
      "meter.sample_interval=1s",
      "plan.quota=20 MB",
      "enforce.lease=64 KiB",
      "policy.reserve_unit=256 B",
      "policy.reserve_units=20",
      "policy.in_flight=1 KiB",
    ],
    kernel: { gate, queue: new FakeQueue(), uid: 0 },
  });
  await scene.pass(Minutes(2));
  const worth = Number(bulk(scene).bytes);
  expect(worth).toBeGreaterThan(100_000);
  let passed = 0;
  for (let second = 0; second < 300; second += 1) {
    for (let packet = 0; packet < 20; packet += 1) {
      if (!gate.pass("bulk", 1_000n)) continue;
      passed += 1_000;
      scene.counters.carry("tx", 1, 1_000);
    }
    await scene.pass(Seconds(1));
  }
  // Beside one packet, what is kept back for bytes that the filter does not see is worked out anew meanwhile.
  expect(passed).toBeLessThanOrEqual(worth * 1.01);
  expect(passed).toBeGreaterThan(worth - 66_000);
  // Whoever asks on the bridge goes by the same figure.
  expect(Number(bulk(scene).bytes)).toBeLessThan(66_000);
});

test("what the kernel let pass of payments is the measure of what programs say of them, and other traffic is none", async () => {
  const [scene, gate] = [new AgentScene(), new FakeGate()];
  await scene.boot({
    wall: Date.UTC(2026, 10, 22, 1),
    settings: ["clock.trust_system=true", "class_rule=payment=203.0.113.0/24:443", "meter.sample_interval=1s"],
    kernel: { gate, queue: new FakeQueue(), uid: 0 },
  });
  await scene.pass(Minutes(2));
  expect(scene.judge.classes().first).toBeUndefined();
  for (const name of ["bulk", "payment"]) {
    gate.pass(name, 5_000n);
    scene.counters.carry("tx", 1, 5_000);
    await scene.pass(Minutes(11));
    expect(scene.judge.classes().first).toEqual(name === "bulk" ? undefined : { by: "kernel", bytes: 5_000n });
  }
});
