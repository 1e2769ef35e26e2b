import { expect, test } from "vitest";
import { obeyRecheck } from "../../src/agent/diagnosis-orders.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import type { RequestOwner } from "../../src/ports/owner-request.ts";
import type { RecheckAnswer, RecheckSaid } from "../../src/report/recheck-answer.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

const NOW = Date.UTC(2026, 10, 12, 1);
const SETTINGS = ["bearer.owner=agent", "clock.trust_system=true", "modem.poll_interval=1min"];

async function booted(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: SETTINGS, families: shippedFamilies });
  for (let n = 0; n < 3; n += 1) await scene.pass(Minutes(1));
  await scene.use(5_000);
  return scene;
}

async function stopped(): Promise<AgentScene> {
  const scene = await booted();
  scene.modem.suspend("arrears", { variant: "detach" });
  for (let n = 0; n < 20; n += 1) await scene.pass(Minutes(1));
  return scene;
}

/** Asked, and looked on until it ended; how many seconds that took beside it. */
async function looked(
  scene: AgentScene,
  said?: RecheckSaid,
): Promise<NonNullable<RecheckAnswer["recheck"]> & { readonly seconds: number }> {
  expect(obeyRecheck(scene.diagnosis, { do: "recheck", by: "Li", said }).result).toBe("recheck-begun");
  for (let seconds = 0; seconds <= 90; seconds += 1) {
    const { recheck } = scene.diagnosis.rechecks.answer;
    if (recheck?.verdict !== undefined) return { ...recheck, seconds };
    await scene.pass(Seconds(1));
  }
  throw new Error("no verdict within 90 seconds");
}
const textOf = ({ lines }: NonNullable<RecheckAnswer["recheck"]>): string =>
  lines.map(({ en, zh }) => `${en} ${zh}`).join("\n");

test("a card that was resumed: the radio goes off and on once, and data is back", async () => {
  const scene = await stopped();
  scene.modem.restore({ radioCycle: false });
  const end = await looked(scene, "resumed");
  expect(end.verdict).toBe("back");
  expect(end.seconds).toBeLessThan(60);
  expect(textOf(end)).toMatch(
    /said by Li: resumed.*已复机.*\n.*正在查询.*\n.*off and on once.*关开一次射频.*\nData is back\. 已恢复上网。/,
  );
  expect(scene.heard.filter((line) => line === "AT+CFUN=4")).toHaveLength(1);
  expect((await scene.journal()).find(({ what }) => what === "recheck-asked")?.fields).toEqual({
    said: "resumed",
    by: "Li",
  });
});

test("a card that was not: the same cause, and the next cycle only in an hour, whoever asks", async () => {
  const scene = await stopped();
  const cause = scene.diagnosis.view?.diagnosis.causes[0]?.cause;
  const end = await looked(scene, "topped-up");
  expect(end).toMatchObject({ verdict: "same-cause", cause });
  expect(scene.diagnosis.view?.diagnosis.findings.map(({ kind }) => kind)).toContain("said-topped-up");
  await scene.pass(Minutes(2));
  const again = await looked(scene);
  expect(textOf(again)).toMatch(/may not go off and on again before 2026-11-12 1\d:\d\d Asia\/Shanghai/);
  expect(scene.heard.filter((line) => line === "AT+CFUN=4")).toHaveLength(1);
}, 30_000);

test("where nothing is wrong, nothing is done, and it is said at once", async () => {
  const scene = await booted();
  const before = scene.heard.length;
  const end = await looked(scene);
  expect(end).toMatchObject({ verdict: "nothing-wrong" });
  expect(end.seconds).toBeLessThan(6);
  expect(scene.heard.slice(before).filter((line) => line.includes("="))).toEqual([]);
  expect(obeyRecheck(scene.diagnosis, { do: "recheck", by: "Wu" })).toMatchObject({
    result: "recheck-refused",
    text: expect.stringMatching(/ask again in 2\d s/) as string,
  });
});

test("the agent's own call is not up: that is not well, whatever the modem shows; it is dialled once more and named", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: SETTINGS, families: shippedFamilies, interfaces: [] });
  for (let n = 0; n < 6; n += 1) await scene.pass(Minutes(1));
  expect(scene.status.state.service.data).toBe("up");
  const end = await looked(scene);
  expect(end.verdict).not.toMatch(/back|nothing-wrong/);
  expect(textOf(end)).toMatch(/dialled once more[^]*own data call is not up: .*wwan0.*数据连接未建立/);
});

test("a context that stays refused: whoever looks again makes the device's own next try no later", async () => {
  const scene = new AgentScene();
  const settings = [...SETTINGS, "bearer.apn=cmiot"];
  await scene.boot({ wall: NOW, settings, families: shippedFamilies, contexts: [] });
  for (let n = 0; n < 3; n += 1) await scene.pass(Minutes(1));
  scene.modem.denyContexts(33);
  scene.modem.setContext(1, false);
  for (let n = 0; n < 40; n += 1) await scene.pass(Minutes(1));
  const tries = () => scene.heard.filter((line) => line === "AT+CGACT=1,1").length;
  const before = tries();
  await looked(scene);
  await looked(scene);
  expect(tries()).toBe(before + 2);
  for (let n = 0; n < 70; n += 1) await scene.pass(Minutes(1));
  expect(tries()).toBeGreaterThan(before + 2);
}, 60_000);

test("a request that could not be made is told, costs no radio cycle, and may be asked for again at once", async () => {
  let works = false;
  const owner: RequestOwner = {
    way: "command",
    ask: async ({ request }) =>
      works || request === "connect"
        ? { kind: "accepted" }
        : { kind: "failed", cause: "no-program", text: "spawn /none ENOENT" },
  };
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: SETTINGS.slice(1), families: shippedFamilies, owner });
  for (let n = 0; n < 3; n += 1) await scene.pass(Minutes(1));
  await scene.use(5_000);
  scene.modem.suspend("arrears", { variant: "detach" });
  for (let n = 0; n < 20; n += 1) await scene.pass(Minutes(1));
  expect(textOf(await looked(scene, "topped-up"))).toMatch(/could not be done: spawn \/none ENOENT.*未能执行/);
  expect(scene.status.recovery).toMatchObject({ failed: "spawn /none ENOENT" });
  expect(scene.status.recovery?.lastRadioCycle).toBeUndefined();
  works = true;
  expect(textOf(await looked(scene))).toMatch(/whoever dials is asked to switch the radio/);
  expect(scene.status.recovery?.failed).toBeUndefined();
}, 60_000);

test("where nobody can be asked to attach, it is said that nothing is tried, and the end is not waited for", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: SETTINGS.slice(1), families: shippedFamilies });
  for (let n = 0; n < 3; n += 1) await scene.pass(Minutes(1));
  await scene.use(5_000);
  scene.modem.suspend("arrears", { variant: "detach" });
  await scene.pass(Minutes(2));
  const end = await looked(scene);
  expect(textOf(end)).toMatch(/attaching is not this agent's to do: nothing is tried.*附着不归本程序管理/);
  expect(textOf(end)).not.toMatch(/could not be done|attaches once more/);
  expect(end.seconds).toBeLessThan(35);
});

test("while one look runs, another is refused until it has ended; a level of offline lets the radio rest", async () => {
  const scene = await stopped();
  await scene.judge.overrides.set({ do: "set-override", level: "offline", until: "2d", reason: "closed", by: "Li" });
  obeyRecheck(scene.diagnosis, { do: "recheck", by: "Li" });
  await scene.pass(Seconds(40));
  expect(obeyRecheck(scene.diagnosis, { do: "recheck", by: "Wu" })).toMatchObject({
    result: "recheck-refused",
    text: expect.stringMatching(/may still run; ask again in 45 s/) as string,
  });
  for (let n = 0; n < 50; n += 1) await scene.pass(Seconds(1));
  const { recheck } = scene.diagnosis.rechecks.answer;
  expect(recheck?.verdict).toBe("same-cause");
  expect(recheck === undefined ? "" : textOf(recheck)).toMatch(/rests by hand/);
  expect(scene.heard.filter((line) => line === "AT+CFUN=4")).toEqual([]);
  expect(scene.status.recovery).toMatchObject({ waits: "rests" });
}, 30_000);

test("a modem that cannot be asked is said to be so, and a stop of the agent ends it", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: SETTINGS, modem: false });
  await scene.pass(Minutes(3));
  const end = await looked(scene);
  expect(end.verdict).toBe("not-known");
  expect(end.seconds).toBeLessThan(6);
  const other = await stopped();
  obeyRecheck(other.diagnosis, { do: "recheck", by: "Li" });
  await other.stop();
  expect(other.diagnosis.rechecks.answer.recheck?.verdict).toBe("not-known");
});

test("whoever asks without a pause is told to wait after twenty looks in an hour", async () => {
  const scene = await booted();
  const results: string[] = [];
  for (let n = 0; n < 100; n += 1) {
    results.push(obeyRecheck(scene.diagnosis, { do: "recheck", by: "Li", said: undefined }).result);
    await scene.pass(Seconds(30));
  }
  expect(results.filter((result) => result === "recheck-begun")).toHaveLength(20);
  expect(obeyRecheck(scene.diagnosis, { do: "recheck", by: "Li", said: undefined }).text).toMatch(/20 looks/);
  await scene.pass(Minutes(60));
  expect(obeyRecheck(scene.diagnosis, { do: "recheck", by: "Li", said: undefined }).result).toBe("recheck-begun");
}, 60_000);
