import { describe, expect, test } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { AgentScene } from "../support/agent-scene.ts";

/** 2026-11-22 09:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 22, 1);
const DECEMBER_FIRST = Date.UTC(2026, 10, 30, 16);
const NOVEMBER = { from: "2026-10-31T16:00:00.000Z", to: "2026-11-30T16:00:00.000Z" };
const VOUCHED = ["clock.trust_system=true"];

describe("a vouched clock that is stepped while the agent runs", () => {
  test("right at last, as chrony does it after the start: the time follows, and one event tells of it", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW - Days(40), settings: VOUCHED });
    await scene.use(100_000);
    scene.clock.jumpWall(NOW);
    await scene.pass(Minutes(2));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "setting" });
    expect(scene.events("clock-trusted").map(({ movedByMs }) => Number(movedByMs) > Days(39))).toEqual([false, true]);
    expect(scene.events("clock-distrusted")).toEqual([]);
    await scene.use(1_000);
    expect(scene.usage).toMatchObject({ cycle: NOVEMBER, used: { total: 1_000 }, total: { total: 101_000 } });
    expect(Math.abs(Date.parse(scene.usage.at) - NOW)).toBeLessThan(Minutes(10));
  });

  test("on by a night's suspend, through which the monotonic clock stands still: the new cycle begins", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: DECEMBER_FIRST - Hours(5), settings: VOUCHED });
    await scene.use(700_000);
    scene.clock.jumpWall(DECEMBER_FIRST + Hours(3));
    await scene.pass(Minutes(2));
    expect(scene.events("cycle-started")).toHaveLength(1);
    expect(scene.usage).toMatchObject({ used: { total: 0 }, cycle: { from: NOVEMBER.to } });
  });

  test("back and forth over the cycle's end: no byte moves, nothing is told twice, the next start is not refused", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: DECEMBER_FIRST - Hours(1), settings: VOUCHED });
    await scene.use(700_000);
    await scene.pass(Hours(2));
    await scene.use(1_200_000);
    expect([scene.thresholds, scene.events("over-limit").length]).toEqual([[50, 50, 80, 100], 1]);
    for (const to of [DECEMBER_FIRST - Days(2), DECEMBER_FIRST + Hours(2), DECEMBER_FIRST - Days(1)]) {
      scene.clock.jumpWall(to);
      await scene.pass(Minutes(5));
    }
    expect(scene.usage).toMatchObject({ cycle: NOVEMBER, used: { total: 700_000 }, total: { total: 1_900_000 } });
    await scene.boot({ wall: DECEMBER_FIRST - Hours(20), settings: VOUCHED });
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "setting" });
    await scene.pass(Hours(21));
    expect(scene.usage).toMatchObject({ cycle: { from: NOVEMBER.to }, used: { total: 1_200_000 } });
    expect([scene.thresholds, scene.events("over-limit").length]).toEqual([[50, 50, 80, 100], 1]);
    expect(scene.events("cycle-started")).toHaveLength(1);
  });

  test("away from what the network says: the network is asked at once, and stays right", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW, network: NOW + Hours(2), settings: VOUCHED });
    await scene.use(1_000);
    scene.clock.jumpWall(NOW + Days(3 * 365));
    await scene.pass(Hours(1));
    expect(scene.status.state.clock).toMatchObject({ trusted: true, source: "network" });
    expect(scene.usage.cycle).toMatchObject(NOVEMBER);
  });
});

describe("the words about a clock that is not followed", () => {
  test("a jump under a time that is held says so in the state, until the clock is back", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW, network: NOW });
    scene.clock.jumpWall(NOW + Days(300));
    await scene.pass(Minutes(3));
    // Once at the start, before the network spoke, and once of the jump.
    expect(scene.events("clock-distrusted").map(({ detail }) => /jumped/.test(String(detail)))).toEqual([false, true]);
    expect(scene.status.state.clock).toEqual({
      trusted: true,
      source: "network",
      text: expect.stringMatching(/system clock jumped and is not believed; the time held before/),
    });
    scene.clock.jumpWall(NOW + Minutes(3));
    await scene.pass(Minutes(2));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
  });

  test("a clock that agrees with the network's whole second is not set back by the rest of that second", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW + 800 });
    scene.modem.setClock(WallMs(NOW));
    await scene.pass(Hours(1));
    await scene.pass(Minutes(1));
    const [first] = scene.events("clock-trusted");
    expect(first).toMatchObject({ source: "network", movedByMs: 0 });
    expect(Date.parse(scene.status.state.at)).toBe(scene.clock.wallMs());
  });
});
