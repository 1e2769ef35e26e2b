import { describe, expect, it } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

/** 2026-11-22 09:00 in Shanghai; the simulated carrier's zone is +08:00. */
const NOW = Date.UTC(2026, 10, 22, 1);

/** How wrong the trusted time is; undefined while there is none. */
const wrongBy = (scene: AgentScene, since: number): number | undefined => {
  const { clock } = scene.status.state;
  if (!clock.trusted) return undefined;
  const told = scene.events("clock-trusted").at(-1)?.at;
  return typeof told === "string" ? Date.parse(told) - since : undefined;
};

describe("a modem that writes UTC before its zone", () => {
  it.each(["quectel-ec2x", "quectel-rm520n"] as const)(
    "and is Quectel's (%s) gives the time for sure",
    async (make) => {
      const scene = new AgentScene();
      await scene.boot({
        wall: 0,
        network: NOW,
        personality: { ...FAMILIES[make], clockInUtc: true },
        families: shippedFamilies,
      });
      await scene.pass(Minutes(5));
      expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
      expect(Math.abs(wrongBy(scene, NOW) ?? Infinity)).toBeLessThan(Minutes(2));
    },
  );

  it("and is nobody's that is known is no source of the time, for days", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: 0, network: NOW, personality: { clockInUtc: true }, families: shippedFamilies });
    await scene.pass(Hours(72));
    expect(scene.status.state.clock).toEqual({ trusted: false, source: "none" });
  });

  it("is known by a clock that was synchronised, and by nothing of a system clock that may hold local time", async () => {
    const scene = new AgentScene();
    const modem = { personality: { clockInUtc: true }, families: shippedFamilies };
    await scene.boot({ wall: NOW, network: NOW, ...modem });
    await scene.pass(Hours(2));
    expect(scene.status.state.clock).toMatchObject({ trusted: false });
    scene.clockSync = WallMs(scene.clock.wallMs());
    await scene.pass(Minutes(2));
    expect(scene.status.state.clock).toEqual({ trusted: true, source: "clock-sync" });
    expect(wrongBy(scene, NOW + Hours(2))).toBeLessThan(Minutes(2));
  });

  it.each(['+CTZEU: "+32",0,"2026/11/22,02:00:00"', '%XTIME: "23","62112220000023","00"'])(
    "is believed once the network itself told universal time: %s",
    async (told) => {
      const scene = new AgentScene();
      await scene.boot({ wall: 0, network: NOW, personality: { clockInUtc: true }, families: shippedFamilies });
      await scene.pass(Hours(1));
      scene.modem.urc(told);
      await scene.pass(Seconds(1));
      await scene.pass(Hours(1));
      expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
      expect(Math.abs(wrongBy(scene, NOW + Hours(2)) ?? Infinity)).toBeLessThan(Minutes(2));
    },
  );
});

it("a modem of nobody's that keeps local time confirms a system clock that is right", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, network: NOW, families: shippedFamilies });
  await scene.pass(Minutes(5));
  expect(scene.status.state.clock).toEqual({ trusted: true, source: "network" });
});
