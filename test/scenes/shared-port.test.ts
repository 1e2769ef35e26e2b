import { expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const CAT = { seen: true, text: "/dev/modem is also open in cat (pid 7). Stop that program." };

async function booted(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: ["clock.trust_system=true"] });
  await scene.pass(Minutes(1));
  return scene;
}

test("an answer to nobody makes the agent look who else has the port; the program stands in event and status until it is gone", async () => {
  const scene = await booted();
  scene.others = CAT;
  await scene.pass(Minutes(61));
  expect(scene.events("port-shared")).toEqual([]);
  scene.modem.urc("OK");
  await scene.pass(Minutes(61));
  expect(scene.events("port-shared")).toMatchObject([{ detail: CAT.text }]);
  expect(scene.status.state.modem).toMatchObject({ link: "ready", linkText: CAT.text });
  scene.others = undefined;
  await scene.pass(Minutes(61));
  expect(scene.status.state.modem.linkText).toBeUndefined();
  expect(scene.events("modem-ready")).toHaveLength(1);
});

test("where other users' programs cannot be seen, nobody is accused", async () => {
  const scene = await booted();
  scene.others = { seen: false, text: "cannot be seen" };
  scene.modem.urc("OK");
  await scene.pass(Minutes(61));
  expect(scene.events("port-shared")).toEqual([]);
  expect(scene.status.state.modem.linkText).toBeUndefined();
});

test.each([CAT, { seen: false, text: "cannot be seen" }, undefined])(
  "a modem that fell silent: who else is on the port, and what to try (%o)",
  async (others) => {
    const scene = await booted();
    scene.others = others;
    scene.modem.powerOff();
    await scene.pass(Hours(2));
    expect(scene.events("modem-silent")).toHaveLength(1);
    const { link, linkText } = scene.status.state.modem;
    expect(link).toBe("silent");
    expect(linkText).toContain(others?.text ?? "No other program");
    expect(linkText).toContain("modem.baud_rate");
  },
);

test("what is said at the start carries the time that was found at the start", async () => {
  const scene = await booted();
  expect(scene.events("agent-started")).toMatchObject([{ clockTrusted: true }]);
  const order = scene.log.lines.map(({ event }) => event);
  expect(order.indexOf("agent-started")).toBeLessThan(order.indexOf("clock-trusted"));
});
