import { expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const QUICK = ["clock.trust_system=true", "modem.poll_interval=5min", "plan.thresholds=[50,80,100]"];

async function passing(scene: AgentScene, minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n += 1) await scene.pass(Minutes(1));
}

const decided = (scene: AgentScene) => {
  const told = scene.broker.delivered.filter(({ topic }) => topic.endsWith("/decision")).at(-1);
  return JSON.parse(String(told?.payload)) as Record<string, unknown>;
};

const rest = { do: "set-override", by: "li", level: "offline", reason: "closed for the holiday" } as const;

test("a rest that a person sets is published with who and why, outlives a power cut, and ends at its time", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 2);
  const set = await scene.judge.overrides.set({ ...rest, until: "2026-11-22 12:00" });
  expect(set).toMatchObject({
    result: "override-set",
    text: expect.stringContaining("2026-11-22 12:00 Asia/Shanghai"),
  });
  await passing(scene, 1);
  expect(decided(scene)).toMatchObject({
    level: "offline",
    reasons: [{ code: "override", text: "li has set it by hand: closed for the holiday" }],
    until: "2026-11-22T04:00:00.000Z",
    override: { aim: "tighten", by: "li", reason: "closed for the holiday", until: "2026-11-22T04:00:00.000Z" },
  });

  await scene.boot({ wall: NOW + Hours(1), settings: QUICK });
  await passing(scene, 1);
  expect(decided(scene)).toMatchObject({ level: "offline", override: { by: "li" } });
  await passing(scene, 118);
  expect(decided(scene)).toMatchObject({ level: "offline" });
  await passing(scene, 3);
  expect(decided(scene)).toMatchObject({ level: "normal" });
  expect(decided(scene)).not.toHaveProperty("override");
  expect(scene.broker.delivered.map(({ topic }) => topic.split("/").at(-1))).toContain("override-ended");

  await scene.boot({ wall: NOW + Hours(5), settings: QUICK });
  await passing(scene, 1);
  expect(decided(scene)).toMatchObject({ level: "normal" });
  expect((await scene.journal()).map(({ what }) => what)).toEqual(
    expect.arrayContaining(["override-set", "override-ended"]),
  );
});

test("is taken back by a word, and then stays so over a power cut", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 2);
  expect(await scene.judge.overrides.end("wang")).toMatchObject({ result: "nothing-overridden" });
  await scene.judge.overrides.set({ ...rest, until: "3d" });
  expect(await scene.judge.overrides.end("wang")).toMatchObject({ result: "override-ended" });
  await passing(scene, 1);
  expect(decided(scene)).toMatchObject({ level: "normal" });
  await scene.boot({ wall: NOW + Hours(1), settings: QUICK });
  await passing(scene, 1);
  expect(decided(scene)).toMatchObject({ level: "normal" });
});

test("waits for the network's word when the clock is back in 1970 after the power cut, and ends nothing meanwhile", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 2);
  await scene.use(900_000);
  await passing(scene, 2);
  await scene.judge.overrides.set({ ...rest, level: "normal", until: "2h" });
  await passing(scene, 1);
  expect(decided(scene)).toMatchObject({ level: "normal", override: { aim: "loosen" } });
  const unknown = QUICK.filter((text) => !text.startsWith("clock."));
  await scene.boot({ wall: 0, settings: unknown });
  await passing(scene, 1);
  expect(scene.status.decision).toMatchObject({ override: { level: "normal", idle: "clock" } });
  expect(scene.status.decision.level).not.toBe("normal");
});

test.each([
  [
    "nonsense",
    "soon",
    /--until: found "soon"; expected a duration such as 10m \(or 10min\), 2h or 3d, or a date and time/,
  ],
  ["the past", "2026-11-22 08:59", /is over already/],
  ["longer than a year", "400d", /at most 366 days/],
  ["a day that does not exist", "2026-02-30", /--until: found "2026-02-30"/],
])("an end that is %s is refused and changes nothing", async (_what, until, words) => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 1);
  expect(await scene.judge.overrides.set({ ...rest, until })).toMatchObject({
    result: "override-refused",
    text: expect.stringMatching(words),
  });
  expect(scene.judge.overrides.current()).toBeUndefined();
});

test("a telephone number in the reason or the name is refused: both are published", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 1);
  const no = { result: "override-refused", text: expect.stringContaining("疑似身份证号") };
  const { overrides, classOverrides } = scene.judge;
  expect(await overrides.set({ ...rest, until: "2h", reason: "call 13800138000" })).toMatchObject(no);
  expect(await overrides.set({ ...rest, until: "2h", by: "138-0013-8000" })).toMatchObject(no);
  const bulk = { do: "set-class-override", class: "bulk", held: true, until: "2h", by: "li" } as const;
  expect(await classOverrides?.set({ ...bulk, reason: "call 13800138000" })).toMatchObject(no);
  expect(overrides.current()).toBeUndefined();
});

test.each(["normal", "conserve"] as const)(
  "%s set by hand while it holds anyway loosens once the device would hold back more",
  async (level) => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW, settings: QUICK });
    await passing(scene, 2);
    if (level === "conserve") await scene.use(820_000);
    await passing(scene, 2);
    expect(decided(scene)).toMatchObject({ level });
    expect(await scene.judge.overrides.set({ ...rest, level, until: "2h", reason: "inventory" })).toMatchObject({
      text: expect.stringContaining(`nothing stricter than ${level} is asked for`) as string,
    });
    await scene.use(level === "normal" ? 860_000 : 140_000);
    await passing(scene, 2);
    expect(decided(scene)).toMatchObject({ level, override: { aim: "loosen" } });
    await scene.judge.overrides.end("wang");
    await passing(scene, 1);
    expect(decided(scene)).not.toMatchObject({ level });
  },
);

test("holds while the disk refuses it, and says that a restart undoes it", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await passing(scene, 1);
  scene.refuseDisk();
  expect(await scene.judge.overrides.set({ ...rest, until: "2h" })).toMatchObject({
    result: "override-set",
    text: expect.stringContaining("The disk refuses writes"),
  });
  expect(scene.status.decision.level).toBe("offline");
});
