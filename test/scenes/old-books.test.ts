import { expect, test } from "vitest";
import { Days, Hours } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { AgentScene } from "../support/agent-scene.ts";

test("hours beyond the retention are given up by the running agent, no total changes, and a power cut finds it so", async () => {
  const scene = new AgentScene();
  const from = Date.UTC(2026, 2, 1);
  const boot = async (wall: number): Promise<void> => {
    await scene.boot({ wall, mqtt: false, modem: false, settings: ["meter.retention=62d"] });
    scene.clockSync = WallMs(wall);
  };
  await boot(from);
  for (let hour = 0; hour < 260; hour += 1) await scene.use(1_000, Hours(1));
  await scene.stop();
  expect(scene.log.said("books-compacted")).toEqual([]);
  await boot(from + Days(100));
  await scene.pass(Hours(2));
  expect(scene.log.said("books-compacted").map(({ fields }) => fields)).toEqual([
    { book: "unidentified", entries: 0, hours: 260, packed: 0 },
  ]);
  expect([scene.usage.total.total, scene.log.said("agent-fault")]).toEqual([260_000, []]);
  await boot(from + Days(101));
  expect([scene.usage.total.total, scene.status.state.books]).toEqual([260_000, undefined]);
}, 120_000);
