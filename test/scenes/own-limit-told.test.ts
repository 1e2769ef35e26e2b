import { expect, test } from "vitest";
import { bridgeState } from "../../src/agent/bridge-state.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakeGate } from "../support/fake-gate.ts";
import { FakeQueue } from "../support/fake-queue.ts";

async function usedUp(beyondQuota: "stop" | "allow"): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({
    wall: Date.UTC(2026, 10, 22, 1),
    kernel: { gate: new FakeGate(), queue: new FakeQueue(), uid: 0 },
    settings: [
      "clock.trust_system=true",
      "modem.poll_interval=30s",
      "meter.sample_interval=30s",
      "class_rule=payment=203.0.113.0/24:443",
      `policy.beyond_quota=${beyondQuota}`,
    ],
  });
  await scene.pass(Minutes(3));
  await scene.use(500_000);
  await scene.use(600_000);
  for (let n = 0; n < 6; n += 1) await scene.pass(Seconds(15));
  return scene;
}

test("where the owner's own limit drops payments too, that is the cause, and not a stop by the carrier", async () => {
  const scene = await usedUp("stop");
  expect(scene.status.decision).toMatchObject({ enforced: "kernel", level: "reserve-only" });
  const answer = scene.diagnosis.answer(false);
  expect(answer.diagnosis).toMatchObject({ state: "trouble", causes: [{ cause: "own-limit" }, {}, {}] });
  expect(diagnosisScreen(answer, ["en"])).toContain("held back by this device itself");
  expect(JSON.stringify(answer.findings)).toContain("so the first class is held too");
  expect(bridgeState(scene.status, scene.diagnosis.view, undefined).cause).toBe("own-limit");
});

test("where payments go on beyond what was bought, nothing is held back by this device", async () => {
  const scene = await usedUp("allow");
  expect(scene.status.decision).toMatchObject({ enforced: "kernel", level: "reserve-only" });
  expect(scene.diagnosis.answer(false).findings.map(({ kind }) => kind)).not.toContain("held-back-here");
});
