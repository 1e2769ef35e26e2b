import { expect, it } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOVEMBER = Date.UTC(2026, 10, 22, 3);
const HEADER = '+CMT: "+8613800138000",,"26/11/22,11:00:00+32"';

const EVENTS = [
  "network-detached",
  "service-down",
  "registration-changed",
  "sim-state-changed",
  "modem-restarted",
] as const;

it.each([
  ["a detach", "+CGEV: NW DETACH"],
  ["a denial", "+CEREG: 3"],
  ["a card that is gone", "+CPIN: NOT INSERTED"],
  ["a restart", "^SYSSTART"],
])("%s in the second line of somebody's message is asked for, not believed", async (_name, line) => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOVEMBER });
  const told = () => EVENTS.map((event) => scene.events(event).length);
  const [{ level }, before] = [scene.status.decision, told()];
  for (const text of [`${HEADER}\r\nhi`, line]) scene.modem.urc(text);
  await scene.pass(Seconds(10));
  expect(scene.status.state.service.data).toBe("up");
  expect(scene.status.decision.level).toBe(level);
  expect(told()).toEqual(before);
});

it("a detach that is true is noticed all the same, by asking", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOVEMBER });
  scene.modem.urc(`${HEADER}\r\nhi`);
  scene.modem.detach();
  await scene.pass(Seconds(10));
  expect(scene.status.state.service.data).toBe("down");
});
