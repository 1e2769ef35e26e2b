import { expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import type { Decision } from "../../src/report/contract.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const QUICK = [
  "clock.trust_system=true",
  "modem.poll_interval=5min",
  "plan.thresholds=[50,80,100]",
  "policy.reserve_unit=256 B",
  "policy.reserve_units=20",
  "policy.in_flight=1 KiB",
  "policy.management_trickle=1 KiB",
];

const classOf = (scene: AgentScene, name: string) =>
  scene.status.decision.allowances?.find((one) => one.class === name) ?? expect.fail(`no class ${name}`);
const decided = (scene: AgentScene): Decision => {
  const told = scene.broker.delivered.filter(({ topic }) => topic.endsWith("/decision")).at(-1);
  return JSON.parse(String(told?.payload)) as Decision;
};
const hand = { do: "set-class-override", by: "li", reason: "update tonight" } as const;

test("a device says what each class may send, within the plan, and says it again when a kind changes and never with the bytes", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: [...QUICK, "policy.beyond_quota=stop"] });
  await scene.pass(Minutes(3));
  const published = () => scene.broker.delivered.filter(({ topic }) => topic.endsWith("/decision")).length;
  expect(classOf(scene, "payment")).toMatchObject({ kind: "ceiling", bytes: 995_000 - leased(scene) - 1_024 });
  expect(classOf(scene, "bulk")).toMatchObject({ kind: "lease", why: "budget" });
  const before = published();
  await scene.use(100_000);
  await scene.use(100_000);
  expect(published()).toBe(before);
  expect(leased(scene) + Number(classOf(scene, "payment").bytes)).toBeLessThanOrEqual(800_000);
  await scene.use(650_000);
  expect(decided(scene)).toMatchObject({
    level: "conserve",
    before: "normal",
    reserve: { bytes: 5_120, units: 20, unitBytes: 256 },
    allowances: [{ kind: "ceiling" }, { kind: "ceiling" }, { kind: "lease" }, { kind: "held", why: "level" }],
  });
  expect(JSON.stringify(decided(scene).allowances)).not.toContain('"text"');
  await scene.use(200_000);
  expect(classOf(scene, "payment")).toMatchObject({ kind: "ceiling", bytes: 0 });
  expect(scene.status.decision.level).toBe("reserve-only");
});

const leased = (scene: AgentScene): number =>
  Number(classOf(scene, "telemetry").bytes) + Number(classOf(scene, "bulk").bytes);

test("a level that the share entered is remembered over a power cut, and since when", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await scene.pass(Minutes(2));
  await scene.use(850_000);
  const { since } = scene.status.decision;
  expect(scene.status.decision).toMatchObject({ level: "conserve", before: "normal" });
  await scene.boot({ wall: NOW + Hours(3), settings: QUICK });
  await scene.pass(Minutes(2));
  expect(scene.status.decision).toMatchObject({ level: "conserve", since, before: "normal" });
});

test("a class that a person opens may send so much although its level holds it, over a power cut, until its end; and never of the reserve", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await scene.pass(Minutes(2));
  await scene.use(960_000);
  expect(classOf(scene, "bulk")).toMatchObject({ kind: "held" });
  const desk = () => scene.judge.classOverrides;
  const set = await desk().set({ ...hand, class: "bulk", bytes: "10 KB", until: "3h" });
  expect(set).toMatchObject({ result: "override-set", text: expect.stringContaining("bulk may send 10.00 KiB") });
  expect(classOf(scene, "bulk")).toMatchObject({ kind: "lease", bytes: 10_240, why: "override" });
  expect(scene.status.decision.byHand).toMatchObject([{ class: "bulk", by: "li", aim: "loosen", bytes: 10_240 }]);
  await scene.boot({ wall: NOW + Hours(1), settings: QUICK });
  await scene.pass(Minutes(2));
  expect(classOf(scene, "bulk")).toMatchObject({ kind: "lease", bytes: 10_240, why: "override" });
  await desk().set({ ...hand, class: "bulk", until: "1h" });
  expect(classOf(scene, "bulk")).toMatchObject({ kind: "lease", bytes: 40_000 - 200 - 5_120 - 1_024 - 1_024 });
  await desk().set({ ...hand, class: "bulk", until: "1h", openReserve: true });
  expect(classOf(scene, "bulk")).toMatchObject({ kind: "open", why: "override" });
  await scene.pass(Minutes(61));
  expect(classOf(scene, "bulk")).toMatchObject({ kind: "held" });
  expect(scene.status.decision).not.toHaveProperty("byHand");
  expect((await scene.journal()).map(({ what }) => what)).toEqual(
    expect.arrayContaining(["override-set", "override-ended"]),
  );
});

test("a class that a person holds sends nothing until that is taken back; what makes no sense is refused with what is expected", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await scene.pass(Minutes(2));
  const desk = scene.judge.classOverrides;
  expect(await desk.end("bulk", "wang")).toMatchObject({ result: "nothing-overridden" });
  await desk.set({ ...hand, class: "telemetry", held: true, until: "3d" });
  expect(classOf(scene, "telemetry")).toMatchObject({ kind: "held", why: "override" });
  expect(await desk.end("telemetry", "wang")).toMatchObject({ result: "override-ended" });
  expect(classOf(scene, "telemetry")).toMatchObject({ kind: "lease" });
  for (const [order, text] of [
    [{ class: "games", until: "2h" }, "expected one of payment, management, telemetry, bulk"],
    [{ class: "bulk", bytes: "much", until: "2h" }, "expected an amount of data"],
    [{ class: "bulk", bytes: "0 B", until: "2h" }, "expected an amount of data"],
    [{ class: "bulk", until: "soon" }, "expected a duration"],
    [{ class: "bulk", until: "400d" }, "at most 366 days"],
  ] as const)
    expect(await desk.set({ ...hand, ...order })).toMatchObject({
      result: "override-refused",
      text: expect.stringContaining(text),
    });
  expect(desk.current()).toEqual([]);
});

test("a payment that a program reported as over teaches the reserve what one takes", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK });
  await scene.pass(Minutes(2));
  for (let n = 0; n < 8; n += 1) scene.judge.unit(700);
  await scene.use(1_000);
  expect(scene.status.decision.reserve).toEqual({ bytes: 14_000, units: 20, unitBytes: 700, measured: 8 });
});
