import { describe, expect, test } from "vitest";
import { Days, Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { AgentScene } from "../support/agent-scene.ts";

/** 2026-11-22 09:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 22, 1);
const NOVEMBER = { from: "2026-10-31T16:00:00.000Z", to: "2026-11-30T16:00:00.000Z" };
const VOUCHED = ["clock.trust_system=true"];

/** A device that was once started with its clock 1,600 days ahead, and is started again with the right one. */
async function lockedByItsClock(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW + Days(1_600), settings: VOUCHED });
  await scene.use(600_000);
  await scene.stop();
  await scene.boot({ wall: NOW, settings: VOUCHED });
  await scene.pass(Minutes(2));
  return scene;
}

/** A device whose network was once 400 days ahead; it says the right time now. */
async function lockedByTheNetwork(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: 0, network: NOW + Days(400) });
  await scene.use(600_000);
  await scene.stop();
  return scene;
}

describe("a vouched clock that was once years ahead, and is right now", () => {
  test("is refused loudly: state and one warning tell both times and what to do", async () => {
    const scene = await lockedByItsClock();
    expect(scene.status.state.clock).toEqual({
      trusted: false,
      source: "none",
      text: expect.stringMatching(/entry of 2031-04-1.*says that it is 2026-11-22.*cellward fact clock-right --by/),
    });
    expect(scene.events("clock-contested")).toMatchObject([{ detail: expect.stringMatching(/2031-04-1/) }]);
    expect(scene.log.said("clock-contested")).toMatchObject([{ level: "warn" }]);
    expect(scene.usage).toMatchObject({ clockTrusted: false, cycle: { from: "2031-03-31T16:00:00.000Z" } });
  });

  test("is right when a person says so: the present cycle is this month's, and stays it over restarts", async () => {
    const scene = await lockedByItsClock();
    await scene.use(100_000);
    expect(await scene.statements.acceptClock("a technician")).toBe("clock-accepted");
    await scene.pass(Minutes(1));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "operator" });
    expect(scene.events("clock-accepted")).toMatchObject([{ by: "a technician" }]);
    expect(scene.usage).toMatchObject({
      cycle: NOVEMBER,
      used: { total: 100_000 },
      pending: { total: 0 },
      total: { total: 700_000 },
    });
    expect(await scene.statements.acceptClock("a technician")).toBe("clock-known");
    await scene.stop();
    await scene.boot({ wall: NOW + Days(1), settings: VOUCHED });
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "setting" });
    await scene.use(500_000);
    expect(scene.usage).toMatchObject({ cycle: NOVEMBER, used: { total: 600_000 } });
    // 50 % was told in 2031's cycle and in this one; no cycle began meanwhile that was not the next.
    expect(scene.thresholds).toEqual([50, 50]);
    expect(scene.events("cycle-started")).toEqual([]);
    await scene.boot({ wall: NOW + Days(10), settings: VOUCHED });
    await scene.pass(Minutes(2));
    expect(scene.events("cycle-started")).toHaveLength(1);
    expect(scene.usage).toMatchObject({ cycle: { from: NOVEMBER.to }, used: { total: 0 } });
    // With no time at all the latest right entry says the month.
    await scene.boot({ wall: 0 });
    expect(scene.usage).toMatchObject({ clockTrusted: false, cycle: NOVEMBER });
  });

  test("is believed by itself once it has said the same through a day", async () => {
    const scene = await lockedByItsClock();
    await scene.pass(Hours(23));
    expect(scene.status.state.clock.trusted).toBe(false);
    await scene.pass(Hours(1));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "setting" });
    expect(scene.usage.cycle).toMatchObject(NOVEMBER);
  });

  test("of before this program was built cannot be said to be right by anybody", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: 0, settings: VOUCHED });
    expect(await scene.statements.acceptClock("a technician")).toBe("clock-unset");
    expect(scene.status.state.clock.trusted).toBe(false);
  });
});

describe("a network that was once 400 days ahead, and is right now", () => {
  test("is believed by a terminal that is switched off every night: on the third day that it says so", async () => {
    const scene = await lockedByTheNetwork();
    for (const day of [0, 1]) {
      await scene.boot({ wall: 0, network: NOW + Days(day) });
      await scene.pass(Hours(8));
      expect(scene.status.state.clock).toMatchObject({
        trusted: false,
        text: expect.stringMatching(/the network says/),
      });
      await scene.stop();
    }
    await scene.boot({ wall: 0, network: NOW + Days(2) });
    await scene.pass(Minutes(2));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
    expect(scene.usage.cycle).toMatchObject(NOVEMBER);
    await scene.use(5_000);
    expect(scene.usage).toMatchObject({ used: { total: 5_000 }, total: { total: 605_000 } });
    await scene.boot({ wall: 0, network: NOW + Days(3) });
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
    expect(scene.usage.used.total).toBe(5_000);
  });

  test("is believed after a day of running in pieces, power cuts between them", async () => {
    const scene = await lockedByTheNetwork();
    let wall = NOW;
    let boots = 0;
    for (; boots < 20; boots += 1) {
      await scene.boot({ wall: 0, network: wall });
      await scene.pass(Millis(Minutes(150)));
      wall += Minutes(151);
      if (scene.status.state.clock.trusted) break;
    }
    // 24 hours in pieces of two and a half, of which up to the last hour of each may be lost with the power.
    expect(boots).toBeGreaterThanOrEqual(9);
    expect(boots).toBeLessThanOrEqual(14);
  });

  test("is right at once when a person says so", async () => {
    const scene = await lockedByTheNetwork();
    await scene.boot({ wall: 0, network: NOW });
    await scene.pass(Minutes(1));
    expect(await scene.statements.acceptClock("a technician")).toBe("clock-accepted");
    expect(Math.abs(Date.parse(scene.usage.at) - NOW)).toBeLessThan(Minutes(2));
    await scene.pass(Hours(1));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
    expect(scene.usage.cycle).toMatchObject(NOVEMBER);
  });

  test("corrects itself within the boot that was wrong: the next boot knows it", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: 0, network: NOW + Days(400) });
    await scene.use(1_000);
    scene.modem.setClock(WallMs(NOW));
    await scene.pass(Hours(2));
    expect(scene.usage.cycle).toMatchObject(NOVEMBER);
    await scene.boot({ wall: 0, network: NOW + Hours(3) });
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
  });
});

describe("one line of the modem that is far from a plausible clock", () => {
  test("is not believed; the modem is asked again soon, and its right answer is", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW, network: NOW + Days(400) });
    expect(scene.status.state.clock.trusted).toBe(false);
    scene.modem.setClock(WallMs(NOW));
    await scene.pass(Seconds(40));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
    expect(Math.abs(Date.parse(scene.status.state.at) - NOW)).toBeLessThan(Minutes(2));
  });

  test("is believed when the modem says it again: the clock was wrong", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW - Days(40), network: NOW });
    expect(scene.status.state.clock.trusted).toBe(false);
    await scene.pass(Seconds(40));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
  });
});
