import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);

async function booted(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: ["clock.trust_system=true"] });
  await scene.pass(Minutes(1));
  return scene;
}

test("a modem that says it goes off is told of as that, not as one that fell silent", async () => {
  const scene = await booted();
  scene.modem.urc("UNDER-VOLTAGE POWER DOWN");
  scene.modem.powerOff();
  await scene.pass(Minutes(1));
  expect(scene.status.state.modem).toMatchObject({ link: "off" });
  expect(scene.status.state.modem.linkText).toContain("under-voltage");
  await scene.pass(Minutes(180));
  expect(scene.events("modem-off")).toHaveLength(1);
  expect(scene.events("modem-silent")).toEqual([]);
  expect(scene.status.state.modem.link).toBe("off");
});

test("one that answers all the same is asked everything anew at the next poll", async () => {
  const scene = await booted();
  scene.modem.urc("POWERED DOWN");
  await scene.pass(Minutes(1));
  expect(scene.status.state.sim.state).toBe("unknown");
  await scene.pass(Minutes(61));
  expect(scene.status.state.modem.link).toBe("ready");
  expect(scene.status.state.sim.state).toBe("ready");
  expect(scene.status.state.service.data).toBe("up");
});

test("a card that is said to be out is unknown at once and ready again when the modem says that it is not", async () => {
  const scene = await booted();
  scene.modem.urc("+QSIMSTAT: 1,0");
  await scene.pass(Minutes(1));
  expect(scene.events("sim-state-changed")).toMatchObject([{ from: "ready", to: "unknown" }]);
  expect(scene.status.state.sim).toMatchObject({ state: "ready" });
  expect(scene.events("sim-changed")).toEqual([]);
});
