import { expect, test } from "vitest";
import { Days, Hours, Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const card = (n: number): string => `8986041234567${String(n).padStart(7, "0")}`;

async function booted(): Promise<AgentScene> {
  const scene = new AgentScene();
  const settings = ["clock.trust_system=true", "modem.poll_interval=30s"];
  await scene.boot({ wall: NOW, settings, card: { iccid: card(0) } });
  await scene.use(1_000);
  return scene;
}

test("a card that is another one every half minute costs eight books a day, and the reason is told", async () => {
  const scene = await booted();
  const keys = new Set([scene.usage.sim?.key]);
  for (let n = 1; n <= 200; n += 1) {
    scene.modem.setSim({ iccid: card(n) });
    await scene.use(100, Seconds(30));
    keys.add(scene.usage.sim?.key);
  }
  expect(keys.size).toBe(8);
  expect(scene.events("sim-changed")).toHaveLength(7);
  expect(scene.status.state.sim).toMatchObject({
    doubt: "too-many",
    text: expect.stringMatching(/8 cards that were never here.*reseat/i) as string,
  });
  expect(scene.events("sim-doubted").at(-1)).toMatchObject({ why: "too-many" });
  // The contact is mended: the card of before is itself at once, with what it had used.
  scene.modem.setSim({ iccid: card(0) });
  await scene.pass(Seconds(30));
  expect(scene.status.state.sim.doubt).toBeUndefined();
  expect(scene.status.state.sim.text).toBeUndefined();
  expect(scene.usage.total.total).toBeGreaterThanOrEqual(1_000);
  // The night passes, and a new card may come again.
  await scene.pass(Days(1));
  scene.modem.setSim({ iccid: card(999) });
  await scene.pass(Seconds(10));
  expect(keys).not.toContain(scene.usage.sim?.key);
});

test("a swap is believed within seconds, and so is the next one that follows at once", async () => {
  const scene = await booted();
  await scene.pass(Hours(1));
  for (const n of [1, 2]) {
    const before = scene.usage.sim?.key;
    scene.modem.setSim({ state: "absent" });
    await scene.pass(Seconds(5));
    scene.modem.setSim({ state: "ready", iccid: card(n) });
    for (let second = 0; second < 8; second += 1) await scene.pass(Seconds(1));
    expect(scene.usage.sim?.key).not.toBe(before);
    expect(scene.status.state.sim.doubt).toBeUndefined();
  }
  expect(scene.events("sim-changed")).toHaveLength(2);
  expect(scene.events("sim-doubted")).toEqual([]);
});
