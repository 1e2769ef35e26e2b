import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import { AgentScene, type Boot } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const OWN = ["bearer.owner=agent", "clock.trust_system=true", "modem.poll_interval=30s"];

async function booted(settings: readonly string[] = [], more: Partial<Boot> = {}): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: [...OWN, ...settings], ...more });
  await passSlowly(scene, 60);
  return scene;
}

/** In small steps: each answer of the modem's is one. */
async function passSlowly(scene: AgentScene, seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n += 1) await scene.pass(Seconds(1));
}

const APN = [...OWN, "bearer.apn=cmiot"];
/** Where days pass. */
const seldom = (settings: readonly string[]): readonly string[] =>
  settings.map((one) => one.replace("poll_interval=30s", "poll_interval=5min"));
/** A carrier that takes the context when the quota is used up, and refuses another one (CME 133). */
const STRICT: Partial<Boot> = { contexts: [], settings: APN, carrier: { overLimit: "deactivate" } };

const said = (scene: AgentScene, begin: string): readonly string[] =>
  scene.heard.filter((line) => line.startsWith(begin));
/** Everything that writes: no question, no test. */
const dialling = (scene: AgentScene): readonly string[] =>
  scene.heard.filter((line) => /^AT\+(CGDCONT=|CGACT=|CGAUTH=|CFUN|COPS=|CGATT=)/.test(line));

test("without an APN the context is used as it is provisioned: raised, nothing written, the interface configured", async () => {
  const scene = await booted([], { contexts: [] });
  scene.modem.receive(Buffer.from('AT+CGDCONT=1,"IP","cmiot"\r'));
  await passSlowly(scene, 60);
  expect(new Set(dialling(scene))).toEqual(new Set(['AT+CGDCONT=1,"IP","cmiot"', "AT+CGACT=1,1"]));
  expect(scene.network.standing.get("wwan0")).toMatchObject({
    addresses: [{ address: "10.64.0.2", prefixLength: 24, gateway: "10.64.0.1" }],
    resolvers: ["211.136.17.107", "211.136.20.203"],
    metric: 700,
  });
  expect(scene.status.state.bearer).toEqual({
    owner: "agent",
    state: "up",
    text: "up (cgact)",
    apn: { from: "modem", name: "cmiot" },
  });
  expect(scene.events("bearer-up")).toMatchObject([{ way: "cgact", apn: "cmiot" }]);
});

test("a context that the network has put up already is used: nothing is dialled", async () => {
  const scene = await booted();
  expect(dialling(scene)).toEqual([]);
  expect(scene.status.state.bearer.state).toBe("up");
});

test("an APN is written when another one stands there, and not when it is the same", async () => {
  const same = await booted(["bearer.apn=CMIOT"]);
  expect(dialling(same)).toEqual([]);
  const other = await booted(["bearer.apn=private.example", "bearer.type=ipv4v6"]);
  expect(dialling(other)).toEqual(['AT+CGDCONT=1,"IPV4V6","private.example"', "AT+CGACT=0,1", "AT+CGACT=1,1"]);
});

test("bearer.type = ipv4v6: the interface gets both families' addresses, gateways and resolvers", async () => {
  const scene = await booted(["bearer.apn=dual.example", "bearer.type=ipv4v6"]);
  expect(scene.network.standing.get("wwan0")).toMatchObject({
    addresses: [
      { address: "10.64.0.2", prefixLength: 24, gateway: "10.64.0.1" },
      { address: "2001:db8:40:1::2", prefixLength: 64, gateway: "fe80::1" },
    ],
    resolvers: ["211.136.17.107", "211.136.20.203", "2409:8088::a", "2409:8088::b"],
  });
});

test("bearer.type = ipv4v6 where the network gives IPv4 alone: the call is up with what was given", async () => {
  const settings = ["bearer.apn=dual.example", "bearer.type=ipv4v6"];
  const scene = await booted(settings, { carrier: { addresses: "ipv4" } });
  expect(scene.network.standing.get("wwan0")).toMatchObject({
    addresses: [{ address: "10.64.0.2", prefixLength: 24, gateway: "10.64.0.1" }],
  });
  expect(scene.status.state.bearer.state).toBe("up");
});

test("the network takes the context away: the interface is cleared at once, and dialled again after a moment", async () => {
  const scene = await booted();
  await passSlowly(scene, 700);
  scene.modem.setContext(1, false);
  await scene.pass(Seconds(1));
  expect(scene.network.standing.size).toBe(0);
  expect(scene.events("bearer-down")).toHaveLength(1);
  await passSlowly(scene, 15);
  expect(said(scene, "AT+CGACT=1")).toHaveLength(1);
  expect(scene.status.state.bearer.state).toBe("up");
});

test("a call that is lost again and again is dialled ever more rarely, not ever again at once", async () => {
  const scene = await booted();
  for (let minute = 0; minute < 6 * 60; minute += 1) {
    if (scene.status.state.bearer.state === "up") scene.modem.setContext(1, false);
    await scene.pass(Seconds(30));
    await scene.pass(Seconds(30));
  }
  expect(said(scene, "AT+CGACT=1").length).toBeLessThan(20);
  expect(said(scene, "AT+CFUN")).toEqual([]);
}, 60_000);

const CYCLE = ["AT+CFUN=4", "AT+CFUN=1"];

test("a card that the network refuses: no dialling, no reset, one radio cycle now and then, however long", async () => {
  const scene = await booted([], { settings: seldom(OWN) });
  scene.modem.detach({ cause: 7 });
  const before = dialling(scene).length;
  for (let hour = 0; hour < 48; hour += 1) await scene.pass(Hours(1));
  expect(dialling(scene).slice(before)).toEqual([...CYCLE, ...CYCLE, ...CYCLE]);
  expect(scene.network.standing.size).toBe(0);
  expect(scene.status.state.bearer.text).toContain("waits for the network");
});

test("a refusal for good (133, not subscribed) is asked again after a quarter of an hour, an hour, six, then daily", async () => {
  const scene = await booted([], { ...STRICT, settings: seldom(APN) });
  await passSlowly(scene, 60);
  expect(scene.status.state.bearer.state).toBe("up");
  scene.modem.setQuota(1n);
  scene.modem.consume({ up: 10 });
  await passSlowly(scene, 30);
  const before = said(scene, "AT+CGACT=1").length;
  for (let minute = 0; minute < 3 * 24 * 60; minute += 15) await scene.pass(Minutes(15));
  expect(said(scene, "AT+CGACT=1").length - before).toBeLessThanOrEqual(6);
  expect(scene.events("bearer-failed").at(-1)).toMatchObject({
    kind: "permanent",
    detail: expect.stringContaining("not subscribed") as string,
  });
  expect(scene.status.state.bearer.text).toContain("tried again after");
}, 60_000);

test("a back-off timer of the network's is waited for, however long; then one attempt brings it up", async () => {
  const scene = await booted([], { settings: APN });
  scene.modem.denyContexts(26, Minutes(90));
  await passSlowly(scene, 60);
  expect(scene.events("bearer-failed").at(-1)).toMatchObject({
    kind: "temporary",
    detail: expect.stringContaining("back-off timer, 1 h 30 min to go") as string,
  });
  scene.modem.restore({ radioCycle: false });
  const before = said(scene, "AT+CGACT=1").length;
  for (let minute = 0; minute < 88; minute += 4) await scene.pass(Minutes(4));
  expect(said(scene, "AT+CGACT=1")).toHaveLength(before);
  for (let minute = 0; minute < 16; minute += 1) await scene.pass(Minutes(1));
  await passSlowly(scene, 10);
  expect(said(scene, "AT+CGACT=1")).toHaveLength(before + 1);
  expect(scene.status.state.bearer.state).toBe("up");
}, 60_000);

/** A call that was up for long is lost, and the modem tells of T3396 in this form. */
async function lostWith(
  told: string,
  settings: readonly string[] = APN,
): Promise<{ scene: AgentScene; dialled: () => number }> {
  const scene = await booted([], { settings });
  for (let minute = 0; minute < 11; minute += 1) await scene.pass(Minutes(1));
  const before = said(scene, "AT+CGACT=1").length;
  scene.modem.setContext(1, false);
  scene.modem.urc(told);
  return { scene, dialled: () => said(scene, "AT+CGACT=1").length - before };
}

test("the network's timers are asked to be told; one that comes with the end of a context is waited for", async () => {
  const { scene, dialled } = await lostWith('+CABTSRI: "cmiot",0,1800,1,0');
  expect(said(scene, "AT+CABTSR=1")).toHaveLength(1);
  for (let minute = 0; minute < 29; minute += 1) await scene.pass(Minutes(1));
  expect(dialled()).toBe(0);
  for (let minute = 0; minute < 6; minute += 1) await scene.pass(Minutes(1));
  expect(dialled()).toBe(1);
});

test("a timer that the network takes back holds nobody any longer, and one of another APN's never did", async () => {
  const { scene, dialled } = await lostWith('+CABTSRI: "cmiot",0,36000,1,0');
  await passSlowly(scene, 60);
  scene.modem.urc('+CABTSRI: "cmiot",1,0,1,0');
  await passSlowly(scene, 60);
  expect(dialled()).toBe(1);
  // Without an APN of its own the call is on the one that the network tells.
  for (const settings of [APN, OWN]) {
    const other = await lostWith('+CABTSRI: "ims",0,36000,1,0', settings);
    await passSlowly(other.scene, 60);
    expect(other.dialled()).toBe(1);
  }
});

test("what was refused for good before a restart is not asked at each start", async () => {
  const scene = await booted([], STRICT);
  scene.modem.setQuota(1n);
  scene.modem.consume({ up: 10 });
  await passSlowly(scene, 60);
  expect(scene.events("bearer-failed")).toHaveLength(1);
  let dialled = 0;
  for (let boot = 0; boot < 5; boot += 1) {
    await scene.boot({ wall: NOW, ...STRICT });
    await passSlowly(scene, 300);
    dialled += said(scene, "AT+CGACT=1").length;
  }
  expect(dialled).toBe(0);
});

test("a stop takes everything back: the interface, and the context that the agent had put up", async () => {
  const scene = await booted(["bearer.apn=cmiot"], { contexts: [] });
  expect(scene.network.standing.size).toBe(1);
  await scene.stop();
  expect(scene.network.standing.size).toBe(0);
  expect(said(scene, "AT+CGACT=").at(-1)).toBe("AT+CGACT=0,1");
});

test("an interface that does not exist is a fault of the settings: said so, the call is not dialled again at once", async () => {
  const scene = await booted([], { interfaces: [] });
  expect(scene.events("bearer-failed")[0]).toMatchObject({
    detail: expect.stringContaining("meter.interface") as string,
  });
});

test("a password of the access point is given before the call, and is nowhere to be read", async () => {
  const settings = ["bearer.apn=cmiot", "bearer.auth=chap", "bearer.apn_user=card"];
  const scene = await booted(settings, { contexts: [], apnPassword: "s3cr3t-word" });
  expect(said(scene, "AT+CGAUTH")).toEqual(['AT+CGAUTH=1,2,"card","s3cr3t-word"']);
  const { log, broker, status } = scene;
  expect(JSON.stringify([log.lines, broker.delivered, status])).not.toContain("s3cr3t-word");
});

test("a family's own way is tried first, and left where the modem does not know it", async () => {
  const simcom = readModemProfile("simcom.toml", readFileSync("config/modems/simcom.toml", "utf8"));
  const families = [{ ...simcom, match: { manufacturers: ["cellward"], models: [] } }];
  const scene = await booted([], { families });
  expect(said(scene, "AT$QCRMCALL")).toEqual(["AT$QCRMCALL=?"]);
  expect(scene.status.state.bearer.text).toBe("up (cgact)");
});
