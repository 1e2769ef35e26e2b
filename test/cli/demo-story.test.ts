import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { tell, tellObedience } from "../../src/cli/demo-story.ts";
import { LEVELS } from "../../src/policy/level.ts";
import { AgentScene } from "../support/agent-scene.ts";

test("every event of the story is told with what the agent really says of it", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: Date.UTC(2026, 10, 22), settings: ["clock.trust_system=true", "plan.quota=10 KB"] });
  await scene.pass(Minutes(2));
  await scene.use(9_000);
  await scene.pass(Minutes(2));
  await scene.use(9_000);
  await scene.pass(Minutes(2));
  scene.modem.detach();
  await scene.pass(Minutes(2));
  scene.modem.restore();
  await scene.pass(Minutes(5));
  const published = scene.broker.delivered.filter(({ topic }) => topic.includes("/event/"));
  const told = published.flatMap(({ topic, payload }) => {
    const fields: unknown = JSON.parse(payload);
    return tell(topic.split("/").at(-1) ?? "", Object(fields) as Record<string, unknown>) ?? [];
  });
  for (const part of [
    /% of the plan/,
    /detached the device \(\+CGEV: NW DETACH\)/,
    /Level normal -> /,
    /Suspected suspension/,
  ])
    expect(told.join("\n")).toMatch(part);
  expect(told.join("\n")).not.toMatch(/undefined|NaN|\[object/);
});

test("a stricter level is never told as a release, a laxer one never as a throttle", () => {
  for (const [from, before] of LEVELS.entries())
    for (const [to, after] of LEVELS.entries()) {
      if (from === to) continue;
      expect(tellObedience(before, after, ["payment"])).toMatch(to > from ? /^throttled/ : /^released/);
    }
});
