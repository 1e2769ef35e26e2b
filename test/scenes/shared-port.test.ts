import { expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const CAT = { seen: true, text: "/dev/modem is also open in cat (pid 7). Stop that program." };
const HIDDEN = { seen: false, text: "cannot be seen: `sudo fuser -v /dev/modem` tells." };

async function booted(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: ["clock.trust_system=true"] });
  await scene.pass(Minutes(1));
  return scene;
}

test("an answer to nobody makes the agent look who else has the port; the program stands in event and status until it is gone", async () => {
  const scene = await booted();
  scene.others = CAT;
  await scene.pass(Minutes(61));
  expect(scene.events("port-shared")).toEqual([]);
  scene.modem.urc("OK");
  await scene.pass(Minutes(61));
  expect(scene.events("port-shared")).toMatchObject([{ detail: CAT.text }]);
  expect(scene.status.state.modem).toMatchObject({ link: "ready", linkText: CAT.text });
  scene.others = undefined;
  await scene.pass(Minutes(61));
  expect(scene.status.state.modem.linkText).toBeUndefined();
  expect(scene.events("modem-ready")).toHaveLength(1);
});

test("where other users' programs cannot be seen, nobody is accused of one answer", async () => {
  const scene = await booted();
  scene.others = HIDDEN;
  scene.modem.urc("OK");
  await scene.pass(Minutes(61));
  expect(scene.events("port-shared")).toEqual([]);
  expect(scene.status.state.modem.linkText).toBeUndefined();
});

// A service's user sees nothing of root's programs: the answers alone have to do.
test.each([
  [HIDDEN, "cannot be seen: `sudo fuser -v /dev/modem` tells."],
  [undefined, "`sudo fuser -v /dev/modem` tells"],
  [CAT, "/dev/modem is also open in cat (pid 7)."],
] as const)(
  "two answers in a minute that nobody asked for: somebody else speaks on this port (%o)",
  async (others, hint) => {
    const scene = await booted();
    scene.others = others;
    scene.modem.urc('+COPS: 0,0,"CMCC",7');
    scene.modem.urc("OK");
    await scene.pass(Seconds(1));
    expect(scene.events("port-shared")).toMatchObject([
      { detail: expect.stringMatching(/^Somebody else speaks on this port: .*/) },
    ]);
    expect(scene.status.state.modem.linkText).toContain(hint);
    // Told once while it goes on, and forgotten some time after the last of them.
    scene.modem.urc("+CGATT: 1");
    scene.modem.urc("OK");
    await scene.pass(Seconds(30));
    expect(scene.events("port-shared")).toHaveLength(1);
    scene.others = undefined;
    await scene.pass(Hours(2));
    expect(scene.status.state.modem.linkText).toBeUndefined();
  },
);

test("so far apart that a modem may have slipped twice, they are nobody's", async () => {
  const scene = await booted();
  scene.others = HIDDEN;
  for (let n = 0; n < 5; n += 1) {
    scene.modem.urc("+CGATT: 1");
    await scene.pass(Seconds(61));
  }
  expect(scene.events("port-shared")).toEqual([]);
});

test("what modems tell by themselves is nobody's answer, however often", async () => {
  const scene = await booted();
  scene.others = HIDDEN;
  for (const line of [
    "+CSQ: 20,99",
    '+CEREG: 1,"1A2B","01A2B3C4",7',
    "+CPIN: READY",
    "+CFUN: 1",
    '^HCSQ: "LTE",63,20,68,151',
  ])
    for (let n = 0; n < 3; n += 1) scene.modem.urc(line);
  await scene.pass(Seconds(30));
  expect(scene.events("port-shared")).toEqual([]);
});

test("answers of a modem that is late are its own", async () => {
  const scene = await booted();
  scene.others = HIDDEN;
  scene.modem.fault({ name: "hang", lasts: Seconds(25) });
  await scene.pass(Hours(2));
  expect(scene.events("port-shared")).toEqual([]);
});

test.each([CAT, { seen: false, text: "cannot be seen" }, undefined])(
  "a modem that fell silent: who else is on the port, and what to try (%o)",
  async (others) => {
    const scene = await booted();
    scene.others = others;
    scene.modem.powerOff();
    await scene.pass(Hours(2));
    expect(scene.events("modem-silent")).toHaveLength(1);
    const { link, linkText } = scene.status.state.modem;
    expect(link).toBe("silent");
    expect(linkText).toContain(others?.text ?? "No other program");
    expect(linkText).toContain("modem.baud_rate");
  },
);

test("what is said at the start carries the time that was found at the start", async () => {
  const scene = await booted();
  expect(scene.events("agent-started")).toMatchObject([{ clockTrusted: true }]);
  const order = scene.log.lines.map(({ event }) => event);
  expect(order.indexOf("agent-started")).toBeLessThan(order.indexOf("clock-trusted"));
});
