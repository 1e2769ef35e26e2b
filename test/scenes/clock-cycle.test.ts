import { expect, it } from "vitest";
import { Days, Hours, Millis, Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOVEMBER_TENTH = Date.UTC(2026, 10, 10, 1);
const DECEMBER_FIRST = Date.UTC(2026, 10, 30, 16);

it("thirty days across the cycle's end: the new cycle is told once, at its first minute; thresholds again in it, never twice", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOVEMBER_TENTH, network: NOVEMBER_TENTH, mqtt: false });
  await scene.use(850_000);
  const thresholds = () => scene.log.said("usage-threshold").map(({ fields }) => fields["percent"]);
  expect(thresholds()).toEqual([50, 80]);
  expect(scene.status.decision).toMatchObject({ level: "conserve", until: new Date(DECEMBER_FIRST).toISOString() });
  await scene.pass(Millis(DECEMBER_FIRST - Minutes(1) - scene.clock.wallMs()));
  expect(scene.log.said("cycle-started")).toEqual([]);
  await scene.pass(Minutes(2));
  expect(scene.log.said("cycle-started")).toHaveLength(1);
  expect(scene.usage).toMatchObject({ used: { total: 0 }, remaining: 1_000_000, total: { total: 850_000 } });
  expect(scene.status.decision.level).toBe("normal");
  await scene.pass(Millis(NOVEMBER_TENTH + Days(30) - scene.clock.wallMs()));
  await scene.use(600_000);
  await scene.use(600_000);
  expect(thresholds()).toEqual([50, 80, 50, 80, 100]);
  expect(scene.log.said("over-limit")).toHaveLength(1);
  expect(scene.log.said("cycle-started")).toHaveLength(1);
  expect(scene.status.decision.level).toBe("reserve-only");
}, 60_000);

it("the new month's figures are published by themselves, with its first message", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: DECEMBER_FIRST - Hours(1), network: DECEMBER_FIRST - Hours(1) });
  await scene.use(850_000);
  await scene.pass(Hours(2));
  const begun = scene.events("cycle-started");
  expect(begun).toHaveLength(1);
  expect(Date.parse(begun[0]?.at ?? "") - DECEMBER_FIRST).toBeGreaterThanOrEqual(0);
  expect(Date.parse(begun[0]?.at ?? "") - DECEMBER_FIRST).toBeLessThanOrEqual(Minutes(2));
  const retained = scene.broker.retained.get("cellward/dev/usage")?.payload ?? "{}";
  expect(JSON.parse(retained)).toMatchObject({
    used: { total: 0 },
    cycle: { from: new Date(DECEMBER_FIRST).toISOString() },
  });
  const decision = scene.broker.retained.get("cellward/dev/decision")?.payload ?? "{}";
  expect(JSON.parse(decision)).toMatchObject({ level: "normal" });
});

it("over power cuts and restarts nothing is told twice in one cycle, and a cycle that began meanwhile is told at the next start", async () => {
  const scene = new AgentScene();
  const at = (wall: number) => ({ wall, network: wall });
  await scene.boot(at(DECEMBER_FIRST - Days(2)));
  await scene.use(600_000);
  await scene.boot(at(DECEMBER_FIRST - Days(1)));
  await scene.use(10_000);
  await scene.stop();
  await scene.boot(at(DECEMBER_FIRST - Hours(12)));
  await scene.use(250_000);
  expect(scene.thresholds).toEqual([50, 80]);
  await scene.stop();
  // Switched off over the cycle's end.
  await scene.boot(at(DECEMBER_FIRST + Days(1)));
  await scene.pass(Minutes(5));
  expect(scene.events("cycle-started")).toHaveLength(1);
  expect(scene.usage).toMatchObject({ used: { total: 0 }, total: { total: 860_000 } });
  await scene.use(500_000);
  await scene.boot(at(DECEMBER_FIRST + Days(2)));
  await scene.use(100);
  expect(scene.thresholds).toEqual([50, 80, 50]);
  expect(scene.events("cycle-started")).toHaveLength(1);
  await scene.use(500_000);
  await scene.boot(at(DECEMBER_FIRST + Days(3)));
  await scene.use(100);
  expect(scene.thresholds).toEqual([50, 80, 50, 80, 100]);
  expect(scene.events("over-limit")).toHaveLength(1);
});

it("some days in which nothing happens: no event, hardly a message, hardly a write", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: DECEMBER_FIRST + Days(1), network: DECEMBER_FIRST + Days(1) });
  await scene.use(1_000, Hours(1));
  const [messages, writes] = [scene.broker.delivered.length, scene.writes];
  await scene.pass(Days(4));
  expect(scene.broker.delivered.length - messages).toBeLessThanOrEqual(5);
  // One a day is how the carrier did.
  expect(scene.writes - writes).toBeLessThanOrEqual(9);
  expect(scene.log.lines.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
  expect(scene.clock.waiting).toBeLessThan(30);
}, 60_000);
