import { expect, test } from "vitest";
import { Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { SHIPPED_PACKS } from "../support/shipped-carriers.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const SETTINGS = [
  "clock.trust_system=true",
  "modem.poll_interval=30s",
  "modem.sms=read",
  "plan.quota=31457280 B",
  "meter.sample_interval=30s",
];

/** The simulated card is one of this carrier's. */
const PACKS = SHIPPED_PACKS.map((pack) =>
  pack.carrier === "china-mobile-iot" ? { ...pack, networks: ["46004"] } : pack,
);

async function calm(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, network: NOW, mqtt: false, settings: SETTINGS, packs: PACKS });
  await scene.pass(Minutes(2));
  await scene.use(120_000);
  await scene.use(120_000);
  return scene;
}

const kindsOf = (scene: AgentScene): readonly string[] =>
  scene.diagnosis.answer(false).findings.map(({ kind }) => kind);

test("bytes that were carried before service went, and are counted after, do not prove the path", async () => {
  const scene = await calm();
  await scene.pass(Minutes(16));
  // The last of the quota and the detach fall between two samples, and the counter is a moment behind.
  scene.modem.suspend("over-limit", { variant: "detach" });
  await scene.pass(Millis(100));
  scene.counters.carry("tx", 1, 1_000_000);
  scene.counters.carry("rx", 1, 31_000_000);
  for (let n = 0; n < 4; n += 1) await scene.pass(Seconds(15));
  expect(kindsOf(scene)).not.toContain("path-open");
  expect(scene.diagnosis.answer(false).diagnosis?.causes[0]?.cause).toBe("over-limit");
});

test("what the carrier wrote of a stop is trouble where nothing came down since, and none where data passes", async () => {
  const scene = await calm();
  await scene.use(31_000_000);
  scene.modem.suspend("over-limit", { variant: "portal" });
  for (let n = 0; n < 12; n += 1) await scene.pass(Seconds(15));
  const { diagnosis } = scene.diagnosis.answer(false);
  expect(diagnosis).toMatchObject({ state: "trouble", causes: [{ cause: "over-limit" }, {}, {}] });
  // Bought, or raised: data passes again, whatever was written before.
  await scene.use(5_000);
  await scene.use(5_000);
  expect(scene.diagnosis.answer(false).diagnosis?.state).toBe("calm");
  await scene.pass(Minutes(40));
  expect(scene.diagnosis.answer(false).diagnosis?.state).toBe("calm");
});

test("that nobody has looked whether data passes is said where nothing else is wrong", async () => {
  const scene = await calm();
  await scene.pass(Minutes(1));
  expect(diagnosisScreen(scene.diagnosis.answer(false), ["en"])).not.toContain("Cannot be seen");
  await scene.pass(Minutes(20));
  const screen = diagnosisScreen(scene.diagnosis.answer(false), ["en", "zh"]);
  expect(screen).toContain(
    "Cannot be seen: whether data passes: nothing came back lately, and no probe is set up ([probe])",
  );
  expect(screen).toContain("无法观测: 数据是否畅通");
});

test("a rest that a person ordered is the cause while it lasts, also where the kernel is not asked to keep it", async () => {
  const scene = await calm();
  const rest = { do: "set-override", level: "offline", until: "2h", reason: "inventory", by: "li" } as const;
  await scene.judge.overrides.set(rest);
  await scene.pass(Minutes(1));
  const held = scene.diagnosis.answer(false);
  expect(held.diagnosis?.causes[0]?.cause).toBe("own-limit");
  expect(diagnosisScreen(held, ["en"])).toContain("Back: 2026-11-22 11:04 at the earliest: the end of the hold");
  await scene.judge.overrides.end("li");
  await scene.pass(Minutes(1));
  expect(scene.diagnosis.answer(false).diagnosis?.state).toBe("calm");
});
