import { expect, it } from "vitest";
import type { PlanSource } from "../../src/agent/plan-files.ts";
import { Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { planSource } from "../support/plan-texts.ts";

function planOf(quota: string): PlanSource {
  const text = `name = "m2m"
carrier = "generic"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "base"
kind = "data"
quota = "${quota}"
[overage]
kind = "auto-stop"
`;
  return planSource(text);
}

it.each([
  ["30 MB", 20, 26],
  ["10 GB", 0, 2],
])(
  "the witness follows the plan of the card, not the settings: of %s each percent is borne out",
  async (quota, least, most) => {
    const scene = new AgentScene();
    const wall = Date.UTC(2026, 10, 22);
    await scene.boot({ wall, network: wall, plans: planOf(quota), settings: ["clock.trust_system=true"] });
    await scene.pass(Minutes(3));
    const before = scene.witnessed;
    for (let n = 0; n < 25; n += 1) {
      await scene.use(320_000);
      await scene.pass(Minutes(1));
    }
    expect(scene.witnessed - before).toBeGreaterThanOrEqual(least);
    expect(scene.witnessed - before).toBeLessThanOrEqual(most);
  },
);
