import { describe, expect, it } from "vitest";
import type { PlanSource } from "../../src/agent/plan-files.ts";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { shopPlan } from "../support/written-plans.ts";

const KB = 1024;
/** Midnights in Shanghai. */
const OCTOBER_TWENTIETH = Date.UTC(2026, 9, 19, 16);
const NOVEMBER_FIRST = Date.UTC(2026, 9, 31, 16);
const DECEMBER_FIRST = Date.UTC(2026, 10, 30, 16);

const file = (name: string, quota: string): PlanSource => ({ kind: "file", written: shopPlan(quota, name) });
const OLD = file("old", "1000 KB");
const NEW = file("new", "2000 KB");

const left = (scene: AgentScene) =>
  scene.usage.buckets?.map(({ id, carried, left: rest }) => [carried === true ? `${id} (carried)` : id, rest]);
/** A person says when the plan that came last was changed. */
function date(scene: AgentScene, instant: string, forced = false): string {
  const { result, text = "" } = scene.statements.datePlan({ at: instant, forced }, "Li");
  return `${result}: ${text}`;
}

const at = (wall: number) => ({ wall, network: wall });

/** 270 KB in as many hours of October, 100 KB on 1 November; the file with the new plan is read on 2 November at 10:00. */
async function reloaded(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ ...at(OCTOBER_TWENTIETH), plans: OLD, mqtt: false });
  for (let hour = 0; hour < 270; hour += 1) await scene.use(KB, Hours(1));
  await scene.boot({ ...at(NOVEMBER_FIRST + Minutes(30)), plans: OLD });
  await scene.use(60 * KB, Hours(12));
  await scene.use(40 * KB, Hours(1));
  await scene.boot({ ...at(NOVEMBER_FIRST + Hours(34)), plans: NEW });
  await scene.pass(Minutes(2));
  return scene;
}

async function cut(scene: AgentScene, wall: number): Promise<void> {
  await scene.boot({ ...at(wall), plans: NEW });
  await scene.pass(Minutes(2));
}

const AS_READ = [
  ["plan (carried)", 630 * KB],
  ["plan", 1_000 * KB],
];

describe("a change of 30 October of which the device reads on 2 November", () => {
  it("voids October's carry-over once it is dated, and not November's; over a power cut, and until that is taken back", async () => {
    const scene = await reloaded();
    expect(left(scene)).toEqual(AS_READ);
    expect(scene.usage.plan).toMatchObject({ name: "old", next: "new" });
    // How October ended is kept, and stands in nobody's way.
    expect([...scene.disk.keys()].filter((key) => key.startsWith("rated/"))).toHaveLength(1);
    expect(date(scene, "2026-10-30 12:00")).toMatch(
      /^plan-dated: The change to new is dated 2026-10-30 12:00:00 \(Asia\/Shanghai\): it holds from the next cycle on, that of 2026-11-01 00:00:00 .*\nnew 的变更时间记为 2026-10-30 12:00:00.*自下个账期 2026-11-01 00:00:00/,
    );
    await scene.pass(Minutes(2));
    expect(scene.events("plan-changed")).toMatchObject([
      { plan: "new", atOnce: false },
      { plan: "new", atOnce: false, changedAt: "2026-10-30T04:00:00.000Z" },
    ]);
    const DATED = [["plan", 1_900 * KB]];
    expect(left(scene)).toEqual(DATED);
    expect(scene.usage.plan).toMatchObject({ name: "new" });
    expect(scene.usage.plan.next).toBeUndefined();
    await cut(scene, NOVEMBER_FIRST + Days(2));
    expect(left(scene)).toEqual(DATED);
    expect([scene.hastenPlan("later"), scene.hastenPlan("later")]).toEqual(["in-force", "nothing-waits"]);
    await scene.pass(Minutes(1));
    expect(left(scene)).toEqual(AS_READ);
    expect(scene.usage.plan).toMatchObject({ name: "old", next: "new" });
    await cut(scene, NOVEMBER_FIRST + Days(3));
    expect(left(scene)).toEqual(AS_READ);
    // By the reading of the file November's rest dies, which the carrier hands on; said in December that is mended, too.
    await cut(scene, DECEMBER_FIRST + Hours(2));
    expect(left(scene)).toEqual([["plan", 2_000 * KB]]);
    expect(date(scene, "2026-10-30T04:00:00Z")).toMatch(/^plan-dated/);
    await scene.pass(Minutes(1));
    expect(left(scene)).toEqual([
      ["plan (carried)", 1_900 * KB],
      ["plan", 2_000 * KB],
    ]);
    expect((await scene.journal()).filter(({ what }) => what === "plan-dated")).toMatchObject([
      { fields: { by: "Li", changedAt: "2026-10-30 12:00" } },
      { fields: { by: "Li", changedAt: "2026-10-30T04:00:00Z" } },
    ]);
  });

  it("is rated whole from the instant on at which it held at once, and dated anew as often as somebody knows better", async () => {
    const scene = await reloaded();
    expect(date(scene, "2026-11-01 12:00", true)).toMatch(
      /^plan-dated: new holds whole from 2026-11-01 12:00:00 \(Asia\/Shanghai\) on: [^]*\nnew 自 2026-11-01 12:00:00/,
    );
    await scene.pass(Minutes(1));
    // What the month before handed on is good to the month's end, and drawn first.
    expect(left(scene)).toEqual([
      ["plan (carried)", 630 * KB],
      ["plan", 2_000 * KB],
    ]);
    expect(scene.usage).toMatchObject({ plan: { name: "new" }, used: { total: 40 * KB } });
    expect(date(scene, "2026-11-01", true)).toMatch(/^plan-dated/);
    await scene.pass(Minutes(1));
    expect(scene.usage).toMatchObject({ plan: { name: "new" }, used: { total: 100 * KB } });
    expect(date(scene, "2026-11-01 12:40", true)).toMatch(
      /those of the hour from 2026-11-01 12:00:00 \(Asia\/Shanghai\) count for the plan before/,
    );
    await scene.pass(Minutes(1));
    expect(scene.usage).toMatchObject({ plan: { name: "new" }, used: { total: 0 } });
    expect(scene.hastenPlan("later")).toBe("in-force");
    await scene.pass(Minutes(1));
    expect(left(scene)).toEqual(AS_READ);
  });
});

it("a date that cannot be is refused with what is allowed, and nothing is changed", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(OCTOBER_TWENTIETH + Hours(9)), plans: OLD });
  await scene.use(KB);
  await scene.pass(Minutes(11));
  expect(date(scene, "2026-10-20 09:30")).toMatch(/^refused: No other plan came after the first one/);
  await cut(scene, OCTOBER_TWENTIETH + Days(1));
  for (const [said, why] of [
    ["2026-10-20 08:59:59", /the books keep no hours from before 2026-10-20 09:00:00 \(Asia\/Shanghai\); expected/],
    ["2026-10-21 00:03", /found "2026-10-21 00:03", which is in the future; expected an instant up to now, 2026-10-21/],
    ["yesterday", /found "yesterday", expected a date and time/],
  ] as const)
    for (const forced of [true, false]) expect(date(scene, said, forced)).toMatch(why);
  expect(scene.usage.plan).toMatchObject({ name: "old", next: "new" });
  expect(scene.hastenPlan("later")).toBe("nothing-waits");
  expect(scene.hastenPlan("always")).toBe("in-force");
  expect(date(scene, "2026-10-20 12:00")).toMatch(/^refused: .*stated to be a correction/);
});
