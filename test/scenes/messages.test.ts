import { describe, expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const NOTICE = "【流量提醒】您好！您本月移动数据流量已达30GB，将暂停数据流量功能，并将在下月自动恢复。中国移动".repeat(
  2,
);

const booted = async (scene: AgentScene, ...settings: readonly string[]): Promise<AgentScene> => {
  await scene.boot({ wall: NOW, settings: ["clock.trust_system=true", "modem.poll_interval=30s", ...settings] });
  await scene.pass(Minutes(1));
  return scene;
};

describe("a notice of the carrier's", () => {
  test("of several parts is one event with its sender and without its text, which a person on the device may read", async () => {
    const scene = await booted(new AgentScene(), "modem.sms=take");
    expect(scene.modem.receiveMessage({ from: "10086", text: NOTICE })).toBeGreaterThan(1);
    await scene.pass(Seconds(5));
    const events = scene.events("sms-received");
    expect(events).toMatchObject([{ from: "10086", parts: 2 }]);
    expect(JSON.stringify(events)).not.toContain("流量");
    expect(scene.status.sms).toMatchObject({ mode: "take", kept: 1, waitingParts: 0, last: [{ text: NOTICE }] });
    expect(JSON.stringify(scene.log.lines)).not.toMatch(/流量/);
    // What is taken makes room: far more come than a card holds.
    for (let n = 0; n < 55; n += 1) {
      scene.modem.receiveMessage({ from: "+8613800138000", text: `n ${n}` });
      await scene.pass(Minutes(1));
    }
    expect(scene.status.sms).toMatchObject({ kept: 56, storage: { used: 0 } });
    expect(scene.events("sms-received")).toHaveLength(56);
    expect(JSON.stringify(scene.events("sms-received"))).not.toContain("13800138000");
  });

  test("is told with its text where that is wanted, and once however often it is found", async () => {
    const scene = await booted(new AgentScene(), "modem.sms=read", "modem.sms_text=true");
    scene.modem.receiveMessage({ from: "10086", text: "x" });
    await scene.pass(Minutes(1));
    await scene.pass(Hours(1));
    expect(scene.events("sms-received")).toMatchObject([{ message: "x" }]);
    expect(scene.status.sms?.storage?.used).toBe(1);
  });

  test("is none of the agent's business by default", async () => {
    const scene = await booted(new AgentScene());
    scene.modem.receiveMessage({ from: "10086", text: "x" });
    await scene.pass(Hours(1));
    expect(scene.events("sms-received")).toEqual([]);
    expect(scene.status.sms).toBeUndefined();
  });
});

test("a storage that was full of others' messages is told of with what to do", async () => {
  const scene = await booted(new AgentScene(), "modem.sms=read");
  scene.modem.fault({ name: "sms-full" });
  await scene.pass(Minutes(10));
  expect(scene.events("sms-storage-full")).toHaveLength(1);
  expect(scene.events("sms-storage-full")[0]).toMatchObject({ mem: "SM" });
});

test("a card that is put in is looked through, too", async () => {
  const scene = await booted(new AgentScene(), "modem.sms=take");
  scene.modem.setSim({ state: "absent" });
  await scene.pass(Minutes(1));
  scene.modem.setSim({ state: "ready" });
  await scene.pass(Minutes(1));
  scene.modem.receiveMessage({ from: "10086", text: "x" });
  await scene.pass(Seconds(5));
  expect(scene.events("sms-received")).toHaveLength(1);
});
