import { describe, expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import type { CarrierOptions } from "../../src/simulator/simulated-carrier.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { shippedPlan } from "../support/shipped-carriers.ts";

/** 09:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 22, 1);
const MIB = 1024 ** 2;
const SETTINGS = ["clock.trust_system=true", "modem.poll_interval=30s", "plan.quota=100 MB"];

async function device(...settings: readonly string[]): Promise<AgentScene> {
  const scene = new AgentScene();
  await boot(scene, NOW, ...settings);
  return scene;
}

async function boot(scene: AgentScene, wall: number, ...settings: readonly string[]): Promise<void> {
  await bootWith(scene, wall, {}, settings);
}

async function bootWith(
  scene: AgentScene,
  wall: number,
  said: CarrierOptions,
  settings: readonly string[],
): Promise<void> {
  const sms = settings.some((text) => text.startsWith("modem.sms=")) ? [] : ["modem.sms=take"];
  const carrier = { quota: BigInt(100 * MIB), ...said };
  await scene.boot({ wall, network: wall, settings: [...SETTINGS, ...sms, ...settings], carrier });
  await scene.pass(Minutes(1));
}

/** The device and the carrier see the same bytes; `more` of them only the carrier. */
async function use(scene: AgentScene, bytes: number, more = 0): Promise<void> {
  scene.modem.consume({ down: bytes + more });
  await scene.use(bytes);
}

describe("what the carrier says was used", () => {
  test("is asked by SMS, picked out of what comes in, and laid beside the device's own meter", async () => {
    const scene = await device();
    await use(scene, 10 * MIB, MIB);
    expect(scene.usage.reading).toBeUndefined();
    const asked = await scene.askUsage();
    expect(asked).toMatchObject({ result: "usage-asked" });
    expect(asked.text?.en).toContain('"CXYL" to 10086');
    expect(asked.text?.zh).toContain("10086");
    const { reading, used } = scene.usage;
    expect(used.total).toBe(10 * MIB);
    expect(reading).toMatchObject({
      source: "sms",
      used: 11 * MIB,
      remaining: 89 * MIB,
      // The reply tells the hour alone, and means now.
      asOf: "2026-11-22T01:00:00.000Z",
    });
    expect(scene.status.asked).toMatchObject({ to: "10086", text: "CXYL", answer: "read" });
    // The text stays on the device.
    expect(JSON.stringify(scene.broker.payloads("cellward/dev/usage"))).not.toMatch(/流量/);
    expect(JSON.stringify(scene.log.lines)).not.toMatch(/流量|MB/);
  });

  test("the account's balance is asked by its own code, kept over a power cut, and nothing goes by it", async () => {
    const scene = await device();
    await use(scene, MIB);
    const asked = await scene.askUsage(Seconds(30), false, "balance");
    expect(asked).toMatchObject({ result: "usage-asked" });
    expect(asked.text?.en).toContain('"CXYE" to 10086');
    expect(scene.status.asked).toMatchObject({ text: "CXYE", about: "balance", answer: "read" });
    expect(scene.status.answers).toMatchObject([{ about: "balance", balance: "86.50" }]);
    expect(scene.usage.reading).toBeUndefined();
    await boot(scene, NOW + Hours(1));
    expect(scene.status.answers).toMatchObject([{ about: "balance", balance: "86.50" }]);
    expect(scene.usage.plan).not.toHaveProperty("balance");
  });

  test("what was carried over is told apart from what was used by the question that it answers", async () => {
    const scene = await device("plan.query_carrier=china-mobile");
    await use(scene, MIB);
    await scene.askUsage(Seconds(1), false, "carried");
    scene.modem.receiveMessage({
      from: "10086",
      text: "截至11月22日9时,上月结转流量已使用20MB,剩余80MB,结转流量剩余80MB",
    });
    await scene.pass(Seconds(30));
    expect(scene.status.answers).toMatchObject([{ about: "carried", remaining: 80 * MIB }]);
  });

  test("all questions share one limit, and a carrier that cannot be asked something says what it can be asked", async () => {
    const scene = await device("plan.query_carrier=china-mobile");
    const packs = await scene.askUsage(Seconds(30), false, "packs");
    expect(packs.result).toBe("ask-not-set");
    expect(packs.text?.en).toContain("cellward ask usage, cellward ask carried, cellward ask balance");
    for (const about of ["usage", "balance", "carried"] as const)
      expect((await scene.askUsage(Seconds(30), false, about)).result).toBe("usage-asked");
    expect((await scene.askUsage(Seconds(30), false, "balance")).result).toBe("ask-limited");
  });

  test.each(["take", "read"])(
    "a report is asked for where that was wished: matched, told once, and its place freed (%s)",
    async (mode) => {
      const scene = await device(`modem.sms=${mode}`);
      const asked = scene.askUsage(Seconds(1), true);
      expect((await asked).result).toBe("usage-asked");
      expect(scene.status.asked).toMatchObject({ answer: "none", delivery: "waiting" });
      await scene.pass(Seconds(30));
      expect(scene.status.asked).toMatchObject({ answer: "read", delivery: "delivered" });
      expect(scene.events("sms-report")).toMatchObject([{ to: "10086", delivery: "delivered" }]);
      const deleted = scene.heard.filter((line) => line.startsWith("AT+CMGD=")).length;
      // The report itself; in `take` the carrier's answer, too.
      expect(deleted).toBe(mode === "take" ? 2 : 1);
    },
  );

  test("nobody asked for a report: none is wished for, and none is told", async () => {
    const scene = await device();
    await scene.askUsage();
    await scene.pass(Minutes(1));
    expect(scene.status.asked).not.toHaveProperty("delivery");
    expect(scene.events("sms-report")).toEqual([]);
  });

  test("is compared with what this device held of the cycle at that instant, and changes nothing of it", async () => {
    const scene = await device();
    await use(scene, 20 * MIB);
    await scene.pass(Hours(2));
    scene.modem.receiveMessage({ from: "10086", text: "截至11月22日10时,您已使用21MB,剩余79MB" });
    await scene.pass(Seconds(5));
    expect(scene.usage).toMatchObject({
      used: { total: 20 * MIB },
      overLimit: false,
      reading: { used: 21 * MIB, ours: 20 * MIB, drift: { bytes: MIB, percent: 5 } },
    });
    // Hearsay that everything is used up, or nothing, decides nothing.
    scene.modem.receiveMessage({ from: "10086", text: "截至11月22日11时,您已使用100MB,剩余0MB" });
    await scene.pass(Minutes(2));
    expect(scene.usage).toMatchObject({ used: { total: 20 * MIB }, remaining: 80 * MIB, overLimit: false });
    expect(scene.status.decision.level).toBe("normal");
  });

  test("is kept over a power cut, of each card by itself, and never of more than fifty", async () => {
    const scene = await device();
    await use(scene, MIB);
    for (let n = 1; n <= 55; n += 1) {
      scene.modem.receiveMessage({ from: "10086", text: `您已使用${n}MB` });
      await scene.pass(Seconds(5));
    }
    expect(scene.usage.reading).toMatchObject({ used: 55 * MIB });
    await boot(scene, NOW + Hours(1));
    expect(scene.usage.reading).toMatchObject({ used: 55 * MIB, ours: MIB });
    scene.modem.setSim({ state: "ready", iccid: "89860400000000000017", imsi: "460040000000017" });
    await scene.pass(Minutes(2));
    expect(scene.usage.sim?.iccid).toMatch(/0017$/);
    expect(scene.usage.reading).toBeUndefined();
  });

  test("of a cycle that is over is shown and not compared", async () => {
    const scene = await device();
    await use(scene, MIB);
    scene.modem.receiveMessage({ from: "10086", text: "截至10月31日24时,您已使用90MB,剩余10MB" });
    await scene.pass(Seconds(5));
    const { reading } = scene.usage;
    expect(reading).toMatchObject({ used: 90 * MIB, asOf: "2026-10-31T16:00:00.000Z" });
    expect(reading?.ours).toBeUndefined();
    expect(reading?.drift).toBeUndefined();
  });

  test("suggests a calibration from three readings on that agree, and applies none", async () => {
    const scene = await device();
    for (let n = 1; n <= 3; n += 1) {
      expect(scene.usage.reading?.calibration).toBeUndefined();
      await use(scene, 10 * MIB);
      scene.modem.receiveMessage({ from: "10086", text: `您已使用${(10.31 * n).toFixed(2)}MB` });
      await scene.pass(Hours(2));
    }
    const { reading, used, plan } = scene.usage;
    expect(used.total).toBe(30 * MIB);
    expect(plan.quota).toBe(100 * MIB);
    expect(reading?.calibration).toMatchObject({ percent: 3.1, agreeing: 3, of: 3 });
    expect(reading?.calibration?.text).toMatch(
      /carrier counts 3\.1 % more than this device, in 3 of 3 readings; set plan\.quota/,
    );
    expect(reading?.calibration?.textZh).toContain("3.1 %");
  });
});

describe("a message that is no reading", () => {
  test.each([
    ["of somebody else's number", "13800138000", "您已使用5MB"],
    ["of a number that only ends like the carrier's", "1069010086", "您已使用5MB"],
    ["of a name that is no number", "CMCC", "您已使用5MB"],
    ["of the carrier's about directed data", "10086", "您的定向流量已使用5MB"],
    ["of the carrier's with two amounts", "10086", "国内已使用5MB,省内已使用7MB"],
  ])("%s is kept as a message alone", async (_what, from, text) => {
    const scene = await device();
    await use(scene, MIB);
    scene.modem.receiveMessage({ from, text });
    await scene.pass(Minutes(1));
    expect(scene.status.sms?.kept).toBe(1);
    expect(scene.usage.reading).toBeUndefined();
  });

  test("is what was stamped before this card was here: it may be about the card of before", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW, network: NOW - Hours(1), settings: [...SETTINGS, "modem.sms=take"] });
    await scene.pass(Minutes(1));
    await use(scene, MIB);
    scene.modem.receiveMessage({ from: "10086", text: "您已使用5MB" });
    await scene.pass(Minutes(1));
    expect(scene.usage.reading).toBeUndefined();
    await scene.pass(Hours(1));
    scene.modem.receiveMessage({ from: "10086", text: "您已使用6MB" });
    await scene.pass(Minutes(1));
    expect(scene.usage.reading).toMatchObject({ used: 6 * MIB });
  });

  test("is said to be unreadable where it answers a question", async () => {
    const scene = new AgentScene();
    await bootWith(scene, NOW, { plan: { replies: [] } }, []);
    await use(scene, MIB);
    expect(await scene.askUsage()).toMatchObject({ result: "usage-asked" });
    expect(scene.status.asked).toMatchObject({ answer: "none" });
    scene.modem.receiveMessage({ from: "10086", text: "尊敬的客户,业务正在处理" });
    await scene.pass(Minutes(1));
    expect(scene.status.asked).toMatchObject({ answer: "unread", why: "no-pattern" });
  });
});

describe("a question", () => {
  test("is asked three times an hour at most, also over a power cut, and says from when on again", async () => {
    const scene = await device();
    for (let n = 0; n < 3; n += 1) expect(await scene.askUsage(Minutes(1))).toMatchObject({ result: "usage-asked" });
    const limited = await scene.askUsage();
    expect(limited).toMatchObject({ result: "ask-limited" });
    expect(limited.text?.en).toMatch(/from 10:0\d on/);
    await boot(scene, NOW + Minutes(10));
    expect(await scene.askUsage()).toMatchObject({ result: "ask-limited" });
    expect(scene.heard.filter((line) => line.startsWith("AT+CMGS"))).toEqual([]);
    await scene.pass(Hours(1));
    expect(await scene.askUsage()).toMatchObject({ result: "usage-asked" });
  });

  test("of a card that may not send is refused in the network's words", async () => {
    const scene = await device();
    scene.modem.stopOutgoing();
    const refused = await scene.askUsage();
    expect(refused).toMatchObject({ result: "ask-refused" });
    expect(refused.text?.en).toMatch(/\+CMS ERROR 50.*may not send messages/);
    expect(refused.text?.zh).toContain("CMS ERROR 50");
  });

  test("is not asked where the agent leaves messages alone, nor of a card whose carrier nobody knows", async () => {
    expect(await (await device("modem.sms=off")).askUsage()).toMatchObject({ result: "ask-not-set" });
    const abroad = new AgentScene();
    const settings = [...SETTINGS, "modem.sms=take"];
    await abroad.boot({ wall: NOW, network: NOW, settings, card: { imsi: "262010000000001" } });
    await abroad.pass(Minutes(1));
    const unknown = await abroad.askUsage();
    expect(unknown).toMatchObject({ result: "ask-not-set" });
    expect(unknown.text?.en).toContain("plan.query_carrier");
    expect(abroad.heard.filter((line) => line.startsWith("AT+CMGS"))).toEqual([]);
    const named = await device("plan.query_carrier=china-telecom-4g");
    expect((await named.askUsage()).text?.en).toContain('"108" to 10001');
  });

  test("goes to the carrier of the card's plan file, whatever network the card is of", async () => {
    const scene = new AgentScene();
    const plans = { kind: "file", written: shippedPlan("china-unicom") } as const;
    await scene.boot({ wall: NOW, network: NOW, settings: [...SETTINGS, "modem.sms=take"], plans });
    await scene.pass(Minutes(1));
    expect((await scene.askUsage()).text?.en).toContain('"CXLL" to 10010');
  });

  test("to a modem that hangs ends, with what is not known; without a modem it is not asked, and does not count", async () => {
    const scene = await device();
    scene.modem.fault({ name: "hang" });
    expect(await scene.askUsage(Minutes(4))).toMatchObject({ result: "ask-unsure" });
    const none = new AgentScene();
    await none.boot({ wall: NOW, settings: [...SETTINGS, "modem.sms=take"], modem: false });
    for (let n = 0; n < 4; n += 1) expect(await none.askUsage()).toMatchObject({ result: "ask-not-now" });
  });

  test("is asked by the device itself only where that is set, at most every six hours", async () => {
    const silent = await device();
    await silent.pass(Hours(20));
    expect(silent.heard.filter((line) => line.startsWith("AT+CMGS"))).toEqual([]);
    const asking = await device("plan.query_interval=6h");
    await use(asking, MIB);
    await asking.pass(Hours(24));
    const sent = asking.heard.filter((line) => line.startsWith("AT+CMGS"));
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(sent.length).toBeLessThanOrEqual(4);
    expect(asking.usage.reading).toMatchObject({ source: "sms", used: MIB, ours: MIB });
    const abroad = new AgentScene();
    await bootWith(abroad, NOW, { roaming: true }, ["plan.query_interval=6h"]);
    await abroad.pass(Hours(20));
    expect(abroad.heard.filter((line) => line.startsWith("AT+CMGS"))).toEqual([]);
  }, 120_000);

  test("is asked by the device itself once of a card that has no SMS", async () => {
    const mute = await device("plan.query_interval=6h");
    mute.modem.stopOutgoing();
    await mute.pass(Hours(14));
    expect(mute.heard.filter((line) => line.startsWith("AT+CMGS"))).toHaveLength(1);
  });
});

describe("a reading by hand", () => {
  test("is held against the meter as of the instant that is given, in the plan's zone", async () => {
    const scene = await device();
    await use(scene, 10 * MIB);
    await scene.pass(Hours(2));
    const told = await scene.tellReading({ used: "10.5 MB", remaining: "89.5M", asOf: "2026-11-22 10:30" });
    expect(told).toMatchObject({ result: "reading-kept" });
    expect(told.text?.en).toContain("+5 %");
    expect(scene.usage.reading).toMatchObject({ source: "hand", ours: 10 * MIB, asOf: "2026-11-22T02:30:00.000Z" });
    expect(scene.usage.used.total).toBe(10 * MIB);
  });

  test.each([
    [{ used: "plenty" }, /--used: found "plenty"/],
    [{ remaining: "-5 MB" }, /--remaining/],
    [{}, /expected --used or --remaining/],
    [{ used: "5 MB", asOf: "yesterday" }, /--as-of: found "yesterday"/],
    [{ used: "5 MB", asOf: "2027-01-01" }, /has not come yet/],
  ])("%j is refused with what is wrong", async (said, why) => {
    const scene = await device();
    await use(scene, MIB);
    const told = await scene.tellReading(said);
    expect(told.result).toBe("reading-refused");
    expect(told.text?.en).toMatch(why);
    expect(told.text?.zh).toMatch(/^未记录。/);
    expect(told.text?.zh).not.toMatch(/expected|found|has not/);
    expect(scene.usage.reading).toBeUndefined();
  });
});
