import { describe, expect, test } from "vitest";
import { Days, Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const CODES = { "*100#": { says: "余额 1.00 元" } };
const NOW = Date.UTC(2026, 10, 22, 1);
const TRUSTED = ["clock.trust_system=true", "modem.poll_interval=30s"];

const booted = async (mqtt: boolean, ...settings: readonly string[]): Promise<AgentScene> => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, mqtt, settings: [...TRUSTED, ...settings] });
  await scene.pass(Minutes(2));
  return scene;
};

const whats = async (scene: AgentScene): Promise<readonly string[]> => (await scene.journal()).map(({ what }) => what);

describe("what happened to a card", () => {
  test("is in the journal in its order, with where the meter stood, also without a broker", async () => {
    const scene = await booted(false);
    await scene.use(600_000);
    scene.modem.detach();
    await scene.pass(Minutes(2));
    scene.modem.restore();
    await scene.pass(Minutes(2));
    const entries = await scene.journal();
    const told = entries.map(({ what }) => what);
    expect(told.slice(0, 2)).toEqual(["journal-begun", "agent-started"]);
    for (const what of ["card-identified", "usage-threshold", "network-detached", "suspension-suspected", "service-up"])
      expect(told).toContain(what);
    expect(told.indexOf("network-detached")).toBeLessThan(told.indexOf("suspicion-cleared"));
    const detached = entries.find(({ what }) => what === "network-detached");
    expect(detached).toMatchObject({ trusted: true, fields: { meter: { used: 600_000, quota: 1_000_000 } } });
    expect((await scene.evidence.check()).faults).toEqual([]);
  });

  test("and the message that tells of it are on the disk in one batch", async () => {
    const scene = await booted(true);
    scene.modem.detach();
    await scene.pass(Seconds(30));
    const batches = scene.batches.filter((ops) => JSON.stringify(ops).includes("event/network-detached"));
    expect(batches).toHaveLength(1);
    expect(JSON.stringify(batches)).toContain('\\"what\\":\\"network-detached\\"');
    await scene.use(600_000);
    const [milestone] = scene.batches.filter((ops) => JSON.stringify(ops).includes("event/usage-threshold"));
    expect(JSON.stringify(milestone)).toMatch(/event\/usage-threshold.*milestones\//);
    expect(JSON.stringify(milestone)).toContain('\\"what\\":\\"usage-threshold\\"');
  });

  test("goes on over a restart and a power cut; a stop writes what waits", async () => {
    const scene = await booted(false);
    await scene.stop();
    await scene.boot({ wall: NOW + Hours(1), mqtt: false, settings: TRUSTED });
    await scene.pass(Minutes(2));
    await scene.boot({ wall: NOW + Hours(2), mqtt: false, settings: TRUSTED });
    await scene.pass(Minutes(2));
    const told = await whats(scene);
    expect(told.filter((what) => what === "agent-started")).toHaveLength(3);
    expect(told.filter((what) => what === "agent-stopping")).toHaveLength(1);
    expect(await scene.evidence.check()).toMatchObject({ faults: [], entries: told.length });
    expect(scene.status.state.journal).toBeUndefined();
  });
});

describe("a message", () => {
  test("of the carrier's is kept with its words, a person's number and words only for who may see them", async () => {
    const scene = await booted(true, "modem.sms=take");
    scene.modem.receiveMessage({ from: "10086", text: "您的手机号码13800138000已停机" });
    scene.modem.receiveMessage({ from: "+8613800138000", text: "call me" });
    await scene.pass(Minutes(1));
    const masked = await scene.journalTexts(false);
    expect(masked).toMatch(/"from":"10086","text":"您的手机号码138[0-9*]+00已停机"/);
    expect(masked).toContain('"text":"(7 characters)"');
    expect(masked).not.toMatch(/13800138000|call me/);
    const whole = await scene.journalTexts(true);
    expect(whole).toContain("call me");
    expect(whole).toContain("您的手机号码13800138000已停机");
    const batch = scene.batches.find((ops) => JSON.stringify(ops).includes("sms/message/"));
    expect(JSON.stringify(batch)).toContain('\\"what\\":\\"sms-received\\"');
    expect(JSON.stringify(scene.log.lines)).not.toMatch(/call me|已停机/);
  });
});

test("what the network answers to a question by USSD is kept beside the question", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, carrier: { plan: { ussd: CODES } } });
  await scene.pass(Minutes(1));
  await scene.askUssd("*100#");
  const [asked] = (await scene.journal()).filter(({ what }) => what === "ussd-asked");
  expect(asked).toMatchObject({ fields: { code: "*100#", outcome: "answer", text: "余额 1.00 元" } });
});

describe("a network that comes and goes", () => {
  test("for a month fills neither the disk nor the journal, and what was held back is counted", async () => {
    const scene = await booted(false);
    const before = scene.writes;
    for (let n = 0; n < 400; n += 1) {
      scene.modem.detach();
      await scene.pass(Seconds(40));
      scene.modem.restore();
      await scene.pass(Seconds(40));
    }
    const entries = await scene.journal();
    expect(entries.filter(({ what }) => what === "network-detached").length).toBeLessThanOrEqual(24);
    expect(entries.length).toBeLessThan(300);
    expect(scene.writes - before).toBeLessThan(400);
    await scene.stop();
    await scene.boot({ wall: NOW + Days(1), mqtt: false, settings: TRUSTED });
    const held = (await scene.journal()).flatMap(({ what, fields }) =>
      what === "network-detached" && typeof fields["heldBack"] === "number" ? [fields["heldBack"]] : [],
    );
    expect(held.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(300);
  });
});

describe("a damaged journal", () => {
  test("stops nothing: it is kept as it is, state and an event tell of it, and another chain begins", async () => {
    const scene = await booted(true);
    await scene.use(100_000);
    const [key = "", text = ""] = [...scene.disk].find(([found]) => found.endsWith("000000000002")) ?? [];
    scene.tamper(key, text.replace("agent", "bgent"));
    await scene.boot({ wall: NOW + Hours(1), settings: TRUSTED });
    await scene.pass(Minutes(2));
    expect(scene.usage.used.total).toBe(100_000);
    expect(scene.status.state.journal?.text).toMatch(/entry 2 is not what was written/);
    expect(scene.events("journal-damaged")).toMatchObject([{ found: expect.stringMatching(/entry 2/) }]);
    expect((await scene.journal())[0]).toMatchObject({ what: "journal-begun", fields: { why: "damaged" } });
    expect(scene.disk.get(key)).toBe(text.replace("agent", "bgent"));
    expect(await scene.evidence.check()).toMatchObject({ faults: [], aside: [key.split("/")[2]] });
  });
});

test("a person's note is in the store when the answer comes", async () => {
  const scene = await booted(true);
  const answer = await scene.evidence.note({ do: "note", by: "Li", text: "10086, agent 4711: resumes after payment" });
  expect(answer.result).toBe("noted");
  expect([...scene.disk.values()].some((text) => text.includes("agent 4711"))).toBe(true);
  expect((await scene.journal()).at(-1)).toMatchObject({ what: "note", fields: { by: "Li" } });
  await scene.evidence.note({ do: "note", by: "Li", text: "call 138 0013 8000" });
  expect(await scene.journalTexts(false)).not.toContain("138 0013 8000");
  expect(await scene.journalTexts(true)).toContain("138 0013 8000");
});
