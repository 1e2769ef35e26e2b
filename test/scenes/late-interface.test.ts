import { expect, it } from "vitest";
import { Millis, Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOVEMBER = Date.UTC(2026, 10, 22, 3);

it("an interface whose kind is readable late says that meanwhile, and counts with the next sample after it", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOVEMBER, settings: ["meter.sample_interval=5s"] });
  scene.counters.unplug();
  await scene.pass(Minutes(1));
  expect(scene.status.state.interface).toMatchObject({ present: false, text: "there is no interface wwan0" });

  scene.counters.kindReadable = false;
  scene.counters.plugIn(4);
  scene.counters.carry("rx", 1, 500);
  await scene.use(500, Millis(5_000));
  expect(scene.status.state.interface).toMatchObject({ present: false, text: "the link's kind cannot be read" });

  scene.counters.kindReadable = true;
  await scene.pass(Millis(5_000));
  expect(scene.status.state.interface).toEqual({ name: "wwan0", present: true });
  expect(scene.usage.used.total).toBe(1_000);
});

it("what takes service away stands in the log as a warning, once", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOVEMBER });
  scene.modem.detach();
  scene.counters.unplug();
  await scene.pass(Minutes(1));
  for (const event of ["network-detached", "suspension-suspected", "interface-absent"] as const)
    expect(scene.log.said(event).map(({ level }) => level)).toEqual(["warn"]);
});
