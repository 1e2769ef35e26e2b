import { beforeAll, describe, expect, test } from "vitest";
import { StopScene } from "../support/stop-scene.ts";
import { inFirstThree, isRight, isSure, type Judged, judged, overSure } from "../support/stop-score.ts";
import { STOP_WORLDS } from "../support/stop-worlds.ts";

describe("a device whose card is stopped in every way that the simulated carrier knows, and by what looks like a stop", () => {
  const all: Judged[] = [];

  beforeAll(async () => {
    for (const world of STOP_WORLDS) all.push(await judged(world));
  }, 120_000);

  const clear = (): readonly Judged[] => all.filter((told) => told.clear);
  const names = (told: readonly Judged[]): readonly string[] => told.map(({ name }) => name);

  test("names the cause in at least 95 % of what is clear", () => {
    const wrong = clear().filter((told) => !isRight(told));
    expect(wrong.length > clear().length * 0.05 ? names(wrong) : []).toEqual([]);
  });

  test("names it with 0.6 or more in at least 80 %", () => {
    const unsure = clear().filter((told) => !isSure(told));
    expect(unsure.length > clear().length * 0.2 ? names(unsure) : []).toEqual([]);
  });

  test("has what is the matter among the first three", () => {
    expect(names(all.filter((told) => !inFirstThree(told)))).toEqual([]);
  });

  test("is never 0.8 sure of what is not the matter", () => {
    expect(all.flatMap((told) => overSure(told).map((cause) => `${told.name}: ${cause}`))).toEqual([]);
  });
});

test("a detach is suspected at once and likely only after the modem came back and was refused", async () => {
  const scene = await StopScene.boot();
  scene.plan = { ...scene.plan, validity: { balance: -1n } };
  scene.modem.suspend("arrears", { variant: "detach" });
  await scene.pass(5);
  const early = scene.diagnose();
  expect(early.causes.every(({ confidence }) => confidence <= 0.5)).toBe(true);
  expect(early.findings.map(({ kind }) => kind)).toContain("detached");
  await scene.pass(15);
  const late = scene.diagnose();
  expect(late.findings.map(({ kind }) => kind)).toContain("detached-then-refused");
  expect(late.causes[0]).toMatchObject({ cause: "arrears", standing: "likely", form: "two-way" });
  await scene.stop();
});

test("a cause that is lifted is gone with the next packet, and another that follows is told instead", async () => {
  const scene = await StopScene.boot();
  scene.plan = { ...scene.plan, validity: { balance: -1n } };
  scene.modem.suspend("arrears", { variant: "one-way" });
  await scene.pass(15);
  expect(scene.diagnose().causes[0]?.cause).toBe("arrears");
  scene.modem.restore();
  scene.plan = { ...scene.plan, validity: { balance: 1n } };
  await scene.pass(10);
  expect(scene.diagnose()).toMatchObject({ state: "calm" });
  scene.modem.setSim({ state: "absent" });
  await scene.pass(5);
  expect(scene.diagnose().causes[0]?.cause).toBe("sim-absent");
  await scene.stop();
});

test("a message that reaches the card after service went excludes the cellar and a cancelled number; one of before does not", async () => {
  const scene = await StopScene.boot();
  const kinds = (): readonly string[] => scene.diagnose().findings.map(({ kind }) => kind);
  scene.modem.receiveMessage({ from: "10000000000", text: "hello" });
  scene.modem.suspend("manual-stop", { variant: "context" });
  await scene.pass(15);
  expect(kinds()).not.toContain("messages-work");
  scene.modem.receiveMessage({ from: "10000000000", text: "hello" });
  await scene.pass(5);
  expect(kinds()).toContain("messages-work");
  const places = scene.diagnose().causes.map(({ cause }) => cause);
  expect(places).not.toContain("no-coverage");
  expect(places).not.toContain("cancelled");
  await scene.stop();
});
