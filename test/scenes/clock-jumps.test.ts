import { expect, it } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { AgentScene } from "../support/agent-scene.ts";

/** 2026-11-22 09:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 22, 1);
const DECEMBER_FIRST = Date.UTC(2026, 10, 30, 16);
const NOVEMBER = { from: "2026-10-31T16:00:00.000Z", to: "2026-11-30T16:00:00.000Z" };

const THREE_YEARS = Days(3 * 365);

it("the clock jumps three years ahead: said, and nothing is billed by it; it jumps back: nothing happened", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, network: NOW });
  await scene.use(300_000);
  scene.clock.jumpWall(NOW + THREE_YEARS);
  await scene.pass(Minutes(3));
  expect(scene.events("clock-distrusted").at(-1)).toMatchObject({ detail: expect.stringMatching(/jumped/) });
  await scene.use(300_000);
  expect(scene.usage).toMatchObject({
    used: { total: 600_000 },
    pending: { total: 0 },
    cycle: NOVEMBER,
    clockTrusted: true,
  });
  // What is said is said with the time that is held, not with the clock's.
  expect(Math.abs(Date.parse(scene.usage.at) - NOW)).toBeLessThan(Hours(1));
  scene.clock.jumpWall(NOW + Minutes(5));
  await scene.pass(Minutes(30));
  await scene.use(100_000);
  expect(scene.usage).toMatchObject({ used: { total: 700_000 }, total: { total: 700_000 }, cycle: NOVEMBER });
  expect(scene.thresholds).toEqual([50]);
  expect(scene.events("cycle-started")).toEqual([]);
});

it("a reboot with a clock three years ahead that nothing vouches for: the bytes stay in the cycle that was running", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, network: NOW });
  await scene.use(300_000);
  await scene.boot({ wall: NOW + THREE_YEARS });
  await scene.use(300_000);
  expect(scene.usage).toMatchObject({ used: { total: 600_000 }, pending: { total: 300_000 }, cycle: NOVEMBER });
  scene.modem.setClock(WallMs(NOW + Days(1)));
  await scene.pass(Hours(1));
  expect(scene.usage).toMatchObject({ used: { total: 600_000 }, pending: { total: 0 }, cycle: NOVEMBER });
  expect(scene.thresholds).toEqual([50]);
  expect(scene.events("cycle-started")).toEqual([]);
});

it("the system's clock is set back across the cycle's end: the new cycle goes on, it is told once, no byte changes its month", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: DECEMBER_FIRST - Hours(2), network: DECEMBER_FIRST - Hours(2) });
  await scene.use(700_000);
  expect(scene.thresholds).toEqual([50]);
  await scene.pass(Hours(3));
  expect(scene.events("cycle-started")).toHaveLength(1);
  await scene.use(600_000);
  expect(scene.usage).toMatchObject({ used: { total: 600_000 }, cycle: { from: NOVEMBER.to } });
  expect(scene.thresholds).toEqual([50, 50]);
  scene.clock.jumpWall(DECEMBER_FIRST - Days(2));
  await scene.use(1_000, Hours(2));
  expect(scene.usage).toMatchObject({ used: { total: 601_000 }, cycle: { from: NOVEMBER.to } });
  scene.clock.jumpWall(DECEMBER_FIRST + Hours(4));
  await scene.pass(Hours(2));
  expect(scene.usage).toMatchObject({ used: { total: 601_000 }, total: { total: 1_301_000 } });
  expect(scene.events("cycle-started")).toHaveLength(1);
  expect(scene.thresholds).toEqual([50, 50]);
});

it("the network corrects its own time back across the cycle's end: each event is told once in each cycle", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: 0, network: DECEMBER_FIRST + Days(2) });
  await scene.use(600_000, Minutes(10));
  expect(scene.usage.cycle?.from).toBe(NOVEMBER.to);
  expect(scene.thresholds).toEqual([50]);
  // It was two days ahead and more: it is still November.
  scene.modem.setClock(WallMs(DECEMBER_FIRST - Days(1)));
  // Asked once an hour here; what contradicts is believed when it is said again.
  await scene.pass(Hours(2));
  expect(scene.usage.cycle).toMatchObject(NOVEMBER);
  expect(scene.usage.total.total).toBe(600_000);
  await scene.use(600_000, Minutes(10));
  await scene.pass(Days(2));
  expect(scene.usage.cycle?.from).toBe(NOVEMBER.to);
  expect(scene.usage).toMatchObject({ used: { total: 600_000 }, total: { total: 1_200_000 } });
  expect(scene.thresholds).toEqual([50, 50]);
  expect(scene.events("cycle-started").length).toBeLessThanOrEqual(1);
});
