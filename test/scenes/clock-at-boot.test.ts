import { expect, it } from "vitest";
import { Days, Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { AgentScene } from "../support/agent-scene.ts";

/** 2026-11-22 09:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 22, 1);
const NOVEMBER = { from: "2026-10-31T16:00:00.000Z", to: "2026-11-30T16:00:00.000Z" };

it("1970 at boot: bytes are pending until the network tells the time, then they stand in their own hours, once", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: 0 });
  expect(scene.status.state.clock).toEqual({ trusted: false, source: "none" });
  await scene.use(100_000);
  expect(scene.usage).toMatchObject({
    clockTrusted: false,
    pending: { total: 100_000 },
    used: { total: 100_000 },
    total: { total: 100_000 },
  });
  await scene.pass(Hours(2));
  scene.modem.setClock(WallMs(NOW));
  await scene.pass(Hours(1));
  expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
  expect(scene.usage).toMatchObject({
    clockTrusted: true,
    pending: { total: 0 },
    used: { total: 100_000 },
    cycle: NOVEMBER,
  });
  expect(scene.usage.total.total).toBe(100_000);
  expect(scene.events("clock-trusted")).toHaveLength(1);
  expect(scene.events("clock-distrusted")).toHaveLength(1);
});

it("1970 at boot on a new device: a threshold is told once, and no cycle is said to have begun", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: 0 });
  await scene.use(600_000);
  expect(scene.thresholds).toEqual([50]);
  scene.modem.setClock(WallMs(NOW));
  await scene.pass(Hours(1));
  expect(scene.usage).toMatchObject({ usedPercent: 60, cycle: NOVEMBER });
  expect(scene.thresholds).toEqual([50]);
  expect(scene.events("cycle-started")).toEqual([]);
});

it("1970 again after a power cut: the books' last hour says in which cycle the pending bytes count", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, network: NOW });
  await scene.use(300_000);
  await scene.boot({ wall: 0 });
  expect(scene.usage).toMatchObject({ used: { total: 300_000 }, cycle: NOVEMBER });
  await scene.use(300_000);
  expect(scene.usage).toMatchObject({ pending: { total: 300_000 }, used: { total: 600_000 } });
  expect(scene.thresholds).toEqual([50]);
  // Three days later by the network: still November, and what was pending lies there.
  scene.modem.setClock(WallMs(NOW + Days(3)));
  await scene.pass(Hours(1));
  expect(scene.usage).toMatchObject({ pending: { total: 0 }, used: { total: 600_000 }, cycle: NOVEMBER });
  expect(scene.thresholds).toEqual([50]);
  expect(scene.events("cycle-started")).toEqual([]);
});

it("a boot that never learned the time: its bytes count where the time was last known, not in the next cycle", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, network: NOW });
  await scene.use(100_000);
  await scene.boot({ wall: 0 });
  await scene.use(200_000, Minutes(20));
  expect(scene.usage.pending.total).toBe(200_000);
  await scene.boot({ wall: 0, network: Date.UTC(2026, 11, 5) });
  await scene.pass(Minutes(30));
  expect(scene.usage).toMatchObject({ pending: { total: 0 }, used: { total: 0 }, total: { total: 300_000 } });
  expect(scene.usage.cycle?.from).toBe(NOVEMBER.to);
  expect(scene.events("cycle-started")).toHaveLength(1);
});

it("a plausible clock that is 40 days old is not believed: the bytes wait, and land in the hours that the network tells", async () => {
  const scene = new AgentScene();
  const old = NOW - Days(40);
  await scene.boot({ wall: old });
  await scene.use(600_000);
  expect(scene.usage).toMatchObject({ clockTrusted: false, pending: { total: 600_000 } });
  scene.modem.setClock(WallMs(NOW));
  await scene.pass(Hours(1));
  expect(scene.usage).toMatchObject({
    clockTrusted: true,
    pending: { total: 0 },
    used: { total: 600_000 },
    cycle: NOVEMBER,
  });
  expect(scene.thresholds).toEqual([50]);
  expect(scene.events("cycle-started")).toEqual([]);
});

it("a plausible clock 40 days old that somebody vouched for: the network corrects it, totals stand, both figures are told", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW - Days(40), settings: ["clock.trust_system=true"] });
  await scene.use(100_000, Hours(1));
  expect(scene.status.state.clock).toEqual({ trusted: true, source: "setting" });
  scene.modem.setClock(WallMs(NOW));
  await scene.pass(Hours(1));
  // Asked once an hour here, and once more at once, for it is far from what was vouched for.
  await scene.pass(Minutes(1));
  expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
  const moved = Number(scene.events("clock-trusted").at(-1)?.["movedByMs"]);
  expect(Math.abs(moved - Days(40))).toBeLessThan(Hours(2));
  await scene.use(1_000);
  expect(scene.usage).toMatchObject({ total: { total: 101_000 }, cycle: NOVEMBER });
  expect(scene.usage.used.total).toBeGreaterThanOrEqual(1_000);
});

it("a network that once told a wrong year does not lock the right one out after the next boot", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: 0, network: NOW + Days(3 * 365) });
  await scene.use(100_000, Hours(1));
  expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
  await scene.boot({ wall: 0, network: NOW });
  await scene.use(50_000, Hours(1));
  await scene.pass(Days(1));
  expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
  expect(Math.abs(Date.parse(scene.usage.at) - NOW - Days(1))).toBeLessThan(Hours(3));
  expect(scene.usage.total.total).toBe(150_000);
});

it("a time service that has set the clock is believed at the next look, also with a modem that knows no time", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: 0 });
  await scene.use(100_000);
  await scene.pass(Seconds(90));
  scene.clock.jumpWall(NOW);
  scene.clockSync = WallMs(NOW);
  await scene.pass(Minutes(2));
  expect(scene.status.state.clock).toEqual({ trusted: true, source: "clock-sync" });
  expect(scene.usage).toMatchObject({ pending: { total: 0 }, used: { total: 100_000 }, cycle: NOVEMBER });
});
