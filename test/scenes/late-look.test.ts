import { expect, it } from "vitest";
import { Hours, Millis, Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOVEMBER = Date.UTC(2026, 10, 22, 3);

it.each([Minutes(7), Hours(2)])(
  "bytes are booked whole, and once, that nobody could look at for %i ms",
  async (late) => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOVEMBER });
    await scene.use(2_000);
    scene.counters.kindReadable = false;
    scene.counters.plugIn(4);
    scene.counters.carry("rx", 40_000, 1_000);
    await scene.pass(late);
    scene.counters.carry("tx", 1_000, 500);
    expect(scene.usage.used.total).toBe(2_000);
    scene.counters.kindReadable = true;
    await scene.pass(Millis(5_000));
    expect(scene.usage.used).toEqual({ up: 500_000, down: 40_000_000 + 2_000, total: 40_502_000 });
    expect(scene.events("counters-implausible")).toEqual([]);
    await scene.stop();
  },
);
