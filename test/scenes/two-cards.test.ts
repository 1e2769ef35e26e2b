import { describe, expect, test } from "vitest";
import { Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { AgentScene, type Boot } from "../support/agent-scene.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

/** Three days before the cycle ends. */
const NOW = Date.UTC(2026, 10, 28, 1);
const MODEM = "quectel-rm520n";
const SECOND = "89860120801234567896";
const ORDERED = [
  "bearer.owner=agent",
  "clock.trust_system=true",
  "modem.poll_interval=15min",
  "fleet.size=1",
  "slots.switch_on=either",
];

async function booted(more: Partial<Boot> = {}): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({
    wall: NOW,
    settings: ORDERED,
    families: shippedFamilies,
    personality: MODEM,
    otherCard: { iccid: SECOND, imsi: "460019876543210" },
    ...more,
  });
  await minutes(scene, 3);
  return scene;
}

async function minutes(scene: AgentScene, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await scene.pass(Minutes(1));
}

const switches = (scene: AgentScene) => scene.events("slot-switched").map(({ to, why, outcome }) => [to, why, outcome]);

describe("two cards in one modem", () => {
  test("the home one is stopped: the other one is used, with a book of its own, and the home one again a day later", async () => {
    const scene = await booted();
    await scene.use(5_000);
    const home = scene.modem.state().card.iccid;
    scene.modem.suspend("arrears", { variant: "detach" });
    await minutes(scene, 60);
    expect(switches(scene)).toEqual([[2, "stop", "done"]]);
    expect(scene.modem.state().card.iccid).toBe(SECOND);
    expect(scene.status.state.service.data).toBe("up");
    await scene.use(7_000);
    expect(scene.status.usage?.used.total).toBe(7_000);
    // The second card replaces nothing.
    expect(scene.status.replacement).toBeUndefined();
    scene.modem.restore({});
    for (let n = 0; n < 24 * 6; n += 1) await scene.pass(Minutes(10));
    expect(switches(scene)).toEqual([
      [2, "stop", "done"],
      [1, "home", "done"],
    ]);
    expect(scene.modem.state().card.iccid).toBe(home);
    expect(scene.status.usage?.used.total).toBe(5_000);
    expect(scene.status.slots).toMatchObject({ slot: 1, home: 1, waits: "fine" });
  }, 60_000);

  test("a switch of the agent's own opens no ticket, with a slow modem neither; a card that somebody puts in does", async () => {
    for (const delay of [0, 900]) {
      const scene = await booted({
        answerDelay: Millis(delay),
        settings: [...ORDERED.filter((one) => !one.startsWith("modem.poll")), "modem.poll_interval=15s"],
      });
      await scene.use(5_000);
      scene.modem.suspend("arrears", { variant: "detach" });
      for (let n = 0; n < 240; n += 1) await scene.pass(Seconds(15));
      expect(scene.modem.state().card.iccid).toBe(SECOND);
      expect(scene.status.slots).toMatchObject({ slot: 2 });
      expect(scene.replacement.answer(true).ticket).toBeUndefined();
      scene.modem.setSim({ iccid: "89860120801234567904", imsi: "460019876543999" });
      await minutes(scene, 5);
      expect(scene.replacement.answer(true).ticket).toMatchObject({ state: "inserted", bySelf: true, oldCard: SECOND });
    }
  }, 60_000);

  test("the home one is used up: the other one until the next cycle begins", async () => {
    const scene = await booted();
    await scene.use(1_000_001);
    await minutes(scene, 30);
    expect(switches(scene)).toEqual([[2, "limit", "done"]]);
    expect(scene.status.slots?.leftHome).toMatchObject({ why: "limit" });
    for (let n = 0; n < 3 * 24; n += 1) await scene.pass(Hours(1));
    const [, back] = scene.events("slot-switched");
    expect(back).toMatchObject({ to: 1, why: "home" });
    // Midnight in Shanghai, on the first of the next month.
    expect(String(back?.at)).toMatch(/^2026-11-30T16:[0-5]/);
  }, 60_000);

  test("a power cut forgets neither that the home card was left nor when it should be back", async () => {
    const scene = await booted();
    await scene.use(1_000_001);
    await minutes(scene, 30);
    expect(switches(scene)).toHaveLength(1);
    // The modem keeps its slot without power; the simulated one begins at its first: home is where the second card lies now.
    const kept = { wall: NOW + Hours(2), card: { iccid: SECOND, imsi: "460019876543210" } };
    await scene.boot({
      ...kept,
      settings: [...ORDERED, "slots.home=2"],
      families: shippedFamilies,
      personality: MODEM,
    });
    await minutes(scene, 30);
    expect(switches(scene)).toHaveLength(1);
    expect(scene.status.slots).toMatchObject({ slot: 1, home: 2, waits: "waits", leftHome: { why: "limit" } });
    expect(String(scene.status.slots?.next)).toMatch(/^2026-11-30T16:/);
  }, 60_000);

  test("nothing is switched where that is not ordered, nor by a modem whose slots nobody knows; and it is said so", async () => {
    const plain = await booted({ settings: ORDERED.slice(0, 4) });
    plain.modem.suspend("arrears", { variant: "detach" });
    await minutes(plain, 60);
    expect(switches(plain)).toEqual([]);
    expect(plain.status.slots).toBeUndefined();
    const other = await booted({ personality: "huawei-me909s" });
    other.modem.suspend("arrears", { variant: "detach" });
    await minutes(other, 60);
    expect(switches(other)).toEqual([]);
    expect(other.status.slots?.failed).toBe("nobody knows how this modem's slots are asked for");
  }, 60_000);
});
