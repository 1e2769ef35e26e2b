import { expect, test } from "vitest";
import { defined } from "../../src/base/defined.ts";
import { type Duration, Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { tellDiagnosis } from "../../src/agent/diagnosis-orders.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const QUICK = ["clock.trust_system=true", "modem.poll_interval=30s", "modem.sms=read"];

async function passing(scene: AgentScene, minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n += 1) await scene.pass(Minutes(1));
}

test("a stop is diagnosed by the running agent, told as a topic, confirmed by a person, and served after a power cut as of before", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 3);
  await scene.use(5_000);
  scene.modem.suspend("arrears", { variant: "detach" });
  await passing(scene, 20);
  const { diagnosis: loop } = scene;
  expect(loop.view?.diagnosis.findings.map(({ kind }) => kind)).toContain("detached-then-refused");
  expect(
    loop.view?.diagnosis.causes
      .slice(0, 2)
      .map(({ cause }) => cause)
      .toSorted(),
  ).toEqual(["arrears", "manual-stop"]);
  await tellDiagnosis(loop, { do: "confirm-cause", cause: "arrears", by: "10086" });
  expect(loop.view?.diagnosis.causes[0]).toMatchObject({ cause: "arrears", standing: "confirmed" });
  await passing(scene, 1);
  const told = scene.broker.delivered.filter(({ topic }) => topic.endsWith("/diagnosis")).at(-1);
  expect(JSON.parse(String(told?.payload))).toMatchObject({
    state: "trouble",
    causes: [{ cause: "arrears", slip: "K04", form: "two-way", acts: ["fleet-owner", "carrier"] }, {}, {}],
    confirmed: { by: "10086" },
  });
  const entries = await scene.journal();
  const diagnosed = entries.filter(({ what, fields }) => what === "diagnosed" && fields["state"] === "trouble");
  expect(diagnosed.length).toBeGreaterThan(0);
  expect(JSON.stringify(diagnosed.at(-1)?.fields)).toMatch(
    /"cause":"[a-z-]+","standing":"[a-z]+","confidence":"0\.\d+","for":\["/,
  );
  expect(entries.find(({ what }) => what === "cause-confirmed")?.fields).toMatchObject({
    cause: "arrears",
    by: "10086",
    believed: { confidence: expect.stringMatching(/^0\.\d+$/) },
  });
  const { imei } = scene.diagnosis.answer(true);
  expect(imei).toMatch(/^\d{15}$/);
  await scene.boot({ wall: NOW + Minutes(30), settings: QUICK, modem: false });
  expect([scene.diagnosis.answer(true).imei, scene.replacement.answer(true).card.imei]).toEqual([imei, imei]);
  const kept = scene.diagnosis.answer(false);
  expect(kept.cost?.en).toBe("what is owed is not known here: ask the carrier");
  expect(kept.diagnosis).toMatchObject({ before: true, causes: [{ cause: "arrears", standing: "confirmed" }, {}, {}] });
  await passing(scene, 5);
  expect(scene.diagnosis.answer(false).diagnosis?.before).toBeUndefined();
});

test("what was confirmed is of that stop and that card: the next one may have any cause, and a person may take it back", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 3);
  await scene.use(5_000);
  const stopped = async (): Promise<void> => {
    scene.modem.suspend("over-limit", { variant: "detach" });
    await passing(scene, 20);
  };
  const standings = () => scene.diagnosis.view?.diagnosis.causes.map(({ standing }) => standing) ?? [];
  const confirm = (cause: string) => tellDiagnosis(scene.diagnosis, { do: "confirm-cause", cause, by: "10086" });
  await stopped();
  await confirm("violation");
  expect(standings()).toContain("confirmed");
  expect((await confirm("none")).text).toMatch(/^Withdrawn/);
  expect(standings()).not.toContain("confirmed");
  await confirm("violation");
  scene.modem.restore();
  await passing(scene, 3);
  await scene.use(5_000);
  await passing(scene, 3);
  expect(scene.diagnosis.view?.diagnosis.confirmed?.contradictedBy).not.toEqual([]);
  await stopped();
  expect([standings().length > 0, standings().includes("confirmed")]).toEqual([true, false]);
  await confirm("violation");
  scene.modem.setSim({ state: "absent" });
  await passing(scene, 2);
  scene.modem.setSim({ state: "ready" });
  await passing(scene, 5);
  expect(standings()).toContain("confirmed");
  scene.modem.setSim({ state: "ready", iccid: "89860400000000000099" });
  await passing(scene, 5);
  expect([scene.status.state.sim.iccid, standings().includes("confirmed")]).toEqual(["898604**********0099", false]);
});

test("a disk that refuses what a person states is said with the answer", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 1);
  const confirm = { do: "confirm-cause", cause: "arrears", by: "10086" } as const;
  const shows = { do: "platform-says", platform: "cmp-status", value: "5", by: "Li" } as const;
  expect((await tellDiagnosis(scene.diagnosis, confirm)).text).not.toContain("disk");
  scene.refuseDisk();
  for (const order of [{ ...confirm, cause: "manual-stop" as const }, shows])
    expect((await tellDiagnosis(scene.diagnosis, order)).text).toMatch(
      /^(Confirmed|Noted): .*\nThe disk refuses writes: a restart .* undoes this\. 磁盘无法写入/,
    );
});

test("whoever asks is told what holds now: a quota that was used up since is a finding at once", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: [...QUICK, "plan.quota=1 MB"] });
  await passing(scene, 3);
  const kinds = () => scene.diagnosis.answer(false).findings.map(({ kind }) => kind);
  expect(kinds()).toContain("quota-left");
  const asOf = scene.diagnosis.view?.diagnosis.at;
  await scene.use(1_200_000);
  await scene.pass(Seconds(2));
  expect(scene.diagnosis.view?.diagnosis.at).toBeGreaterThan(asOf ?? 0);
  expect(kinds()).not.toContain("quota-left");
  expect(kinds()).toContain("quota-used-up");
});

test("killed while a card is refused: until the modem has told how it is, what was known stands, and nothing is called well", async () => {
  const scene = new AgentScene();
  const refused = async (wall: number, answerDelay?: Duration): Promise<void> => {
    await scene.boot({ wall, settings: QUICK, ...defined({ answerDelay }) });
    scene.modem.suspend("retention", { variant: "deny" });
  };
  await refused(NOW);
  await passing(scene, 5);
  const told = (): string => {
    const { diagnosis } = scene.diagnosis.answer(false);
    return `${diagnosis?.state}${diagnosis?.before === true ? ", before" : ""}`;
  };
  expect(told()).toBe("trouble");
  await refused(NOW + Minutes(6), Millis(200));
  const all: string[] = [];
  for (let n = 0; n < 150; n += 1) {
    all.push(told());
    await scene.pass(Millis(100));
  }
  expect([...new Set(all)]).toEqual(["trouble, before", "trouble"]);
});

test("what was found last is what a power cut leaves, also where much was found shortly before; a network that flaps for a day is not written each time", async () => {
  const scene = new AgentScene();
  const written = (): number =>
    scene.batches.filter((ops) => ops.some((op) => "put" in op && op.put === "diagnosis/kept")).length;
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 3);
  await scene.use(5_000);
  for (let n = 0; n < 3; n += 1) {
    scene.modem.setSim({ state: "absent" });
    await passing(scene, 2);
    scene.modem.setSim({ state: "ready" });
    await passing(scene, 2);
  }
  scene.modem.setSim({ state: "absent" });
  await passing(scene, 2);
  expect(scene.diagnosis.answer(false).diagnosis?.causes[0]?.cause).toBe("sim-absent");
  await scene.boot({ wall: NOW + Minutes(30), settings: QUICK, modem: false });
  const { before, causes = [] } = scene.diagnosis.answer(false).diagnosis ?? {};
  expect([before, causes[0]?.cause]).toEqual([true, "sim-absent"]);
  await scene.boot({ wall: NOW + Minutes(40), settings: QUICK });
  for (let n = 0; n < 24 * 12; n += 1) {
    scene.modem.setSim({ state: n % 2 === 0 ? "absent" : "ready" });
    await scene.pass(Minutes(5));
  }
  expect(written()).toBeLessThan(120);
}, 60_000);

test("a card that was used up and is still stopped on the first of the next month is told so, also over a power cut at midnight", async () => {
  const scene = new AgentScene();
  const settings = [...QUICK, "plan.quota=1 MB"];
  const evening = Date.UTC(2026, 10, 30, 10);
  await scene.boot({ wall: evening, settings });
  await passing(scene, 3);
  await scene.use(1_200_000);
  scene.modem.suspend("over-limit", { variant: "detach" });
  await passing(scene, 30);
  const kinds = () => scene.diagnosis.answer(false).findings.map(({ kind }) => kind);
  expect(kinds()).toContain("quota-used-up");
  await scene.boot({ wall: evening + Hours(8), settings });
  scene.modem.suspend("over-limit", { variant: "detach" });
  await passing(scene, 30);
  expect(kinds()).toContain("used-up-last-cycle");
  expect(kinds()).not.toContain("quota-left");
  expect(scene.diagnosis.view?.diagnosis.causes.map(({ cause }) => cause)).toContain("over-limit");
});
