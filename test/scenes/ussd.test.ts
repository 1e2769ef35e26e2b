import { describe, expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import type { UssdEntry } from "../../src/simulator/network/carrier-plan.ts";
import { AgentScene } from "../support/agent-scene.ts";

const SOLD = "Balance 86.50 CNY";
const CODES: Readonly<Record<string, UssdEntry>> = {
  "*100#": { says: SOLD },
  "*101#": { says: 'Menu "home"\n1 Balance\r\nOK', menu: { "1": { says: SOLD }, "2": { says: "More", menu: {} } } },
  "*102#": { says: "余额86.50元" },
  "*103#": { says: SOLD, form: "packed" },
  "*104#": { says: SOLD, form: "ucs2" },
  "*105#": { says: SOLD, form: "unclosed" },
  "*106#": { says: "too late", afterMs: 60_000 },
};

async function device(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: Date.UTC(2026, 10, 22), carrier: { plan: { ussd: CODES } } });
  await scene.pass(Minutes(1));
  return scene;
}

describe("a code that a person asks the network", () => {
  test.each([
    ["*100#", SOLD],
    ["*102#", "余额86.50元"],
    ["*103#", SOLD],
    ["*104#", SOLD],
    ["*105#", SOLD],
  ])("%s is answered whatever form the modem gives the text", async (code, text) => {
    const scene = await device();
    expect(await scene.askUssd(code)).toEqual({ result: "ussd-answered", text });
    expect(JSON.stringify(scene.log.lines)).not.toMatch(/86\.50|\*10/);
  });

  test("a menu's session is closed at once, unless it is to be kept for the choice", async () => {
    const scene = await device();
    const menu = 'Menu "home"\r\n1 Balance\r\nOK';
    expect(await scene.askUssd("*101#")).toEqual({ result: "ussd-answered", text: menu });
    expect(scene.heard.at(-1)).toBe("AT+CUSD=2");
    expect(await scene.askUssd("*101#", true)).toEqual({ result: "ussd-waits", text: menu });
    expect(await scene.askUssd("1")).toEqual({ result: "ussd-answered", text: SOLD });
    await scene.askUssd("*101#", true);
    expect(await scene.endUssd()).toMatchObject({ result: "ussd-ended" });
    await scene.askUssd("*101#", true);
    await scene.pass(Minutes(2));
    expect(scene.heard.filter((line) => line === "AT+CUSD=2")).toHaveLength(3);
  });

  test("an answer that comes after its time-out is nobody's, and not the next question's", async () => {
    const scene = await device();
    expect(await scene.askUssd("*106#", false, Seconds(50))).toMatchObject({ result: "ussd-unanswered" });
    await scene.pass(Seconds(20));
    expect(await scene.askUssd("*100#")).toEqual({ result: "ussd-answered", text: SOLD });
  });

  test("what the network says by itself is no answer, and the log has none of it", async () => {
    const scene = await device();
    await scene.askUssd("*100#");
    scene.modem.receiveServiceText("You have won 1000 CNY", { waits: true });
    await scene.pass(Seconds(1));
    expect(await scene.askUssd("*100#")).toEqual({ result: "ussd-answered", text: SOLD });
    expect(scene.log.lines.some(({ event }) => event === "ussd-unasked")).toBe(true);
    expect(JSON.stringify(scene.log.lines)).not.toContain("1000 CNY");
  });

  test("a code that the network does not know is told to be so", async () => {
    const scene = await device();
    expect(await scene.askUssd("*999#")).toMatchObject({ result: "ask-refused" });
  });

  test("codes that change a PIN, and texts with control characters, reach no modem", async () => {
    const scene = await device();
    for (const code of ["**04*1234*1111*1111#", "**052*12345678*1111*1111#", "*03*330*0000*1111*1111#", "*1\r00#"])
      expect(await scene.askUssd(code)).toMatchObject({ result: "ussd-invalid" });
    expect(scene.heard.filter((line) => line.startsWith("AT+CUSD"))).toEqual([]);
  });

  test("twenty questions within an hour are allowed, and one at a time", async () => {
    const scene = await device();
    const first = scene.askUssd("*100#");
    expect(await scene.askUssd("*100#")).toMatchObject({ result: "ask-not-now" });
    await first;
    for (let n = 1; n < 20; n += 1) expect(await scene.askUssd("*100#")).toMatchObject({ result: "ussd-answered" });
    expect(await scene.askUssd("*100#")).toMatchObject({ result: "ask-limited" });
    await scene.pass(Minutes(60));
    expect(await scene.askUssd("*100#")).toMatchObject({ result: "ussd-answered" });
  });

  test("without a modem, nothing is asked", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: Date.UTC(2026, 10, 22), modem: false });
    expect(await scene.askUssd("*100#")).toMatchObject({ result: "ask-not-now" });
  });
});
