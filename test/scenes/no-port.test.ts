import { expect, it } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { statusScreen } from "../../src/cli/status-screen.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOVEMBER = Date.UTC(2026, 10, 22, 3);

it("a card behind a stick or a router is metered and judged by its bytes, and its radio is not observable", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOVEMBER, settings: ["modem.port=none", "clock.trust_system=true"] });
  await scene.pass(Minutes(3));
  await scene.use(600_000);
  const { state, decision } = scene.status;
  expect(state.modem.link).toBe("none");
  expect(state.service).toMatchObject({ data: "not-observable" });
  expect(scene.thresholds).toEqual([50]);
  await scene.use(500_000);
  expect(scene.status.decision.level).not.toBe(decision.level);
  expect(scene.events("over-limit")).toHaveLength(1);
  expect(scene.events("port-refused")).toEqual([]);
  expect(statusScreen(scene.status)).toMatch(/SIM\s+not observable/);
});
