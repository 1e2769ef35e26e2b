import { describe, expect, it } from "vitest";
import type { PlanSource } from "../../src/agent/plan-files.ts";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { readCarrier } from "../../src/plan/file/carrier-file.ts";
import { readPlan } from "../../src/plan/file/plan-file.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { CARRIER_TEXTS } from "../support/shipped-carriers.ts";

const NOVEMBER_TENTH = Date.UTC(2026, 10, 10, 1);
const DECEMBER_FIRST = Date.UTC(2026, 10, 30, 16);
const KB = 1024;
/** With a carrier where another plan voids what the month would hand on (变更套餐). */
const PLAN = `name = "shop"
carrier = "china-unicom"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "plan"
kind = "phone-plan"
quota = "1000 KB"
[overage]
kind = "auto-stop"
[validity]
expires = 2027-06-30
`;
const RENAMED = PLAN.replace('"shop"', '"shop 12"').replace("2027-06-30", "2027-12-31");
const TYPO = PLAN.replace("1000 KB", "100 KB");

function plans(text: string, carrier = CARRIER_TEXTS["china-unicom"] ?? ""): PlanSource {
  const rules = readCarrier(carrier);
  const read = rules.kind === "carrier" ? readPlan(text, [rules.rules]) : rules;
  if (read.kind !== "plan") throw new Error(read.faults.map(({ found }) => found).join());
  return { kind: "file", written: { plan: read.plan, text, carrier } };
}
const at = (wall: number) => ({ wall, network: wall });
const left = (scene: AgentScene) =>
  scene.usage.buckets?.map(({ id, carried, left: rest }) => [carried === true ? `${id} (carried)` : id, rest]);

async function november(first: string, ...later: readonly string[]): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: plans(first) });
  await scene.use(50 * KB);
  await scene.pass(Minutes(11));
  for (const [n, text] of later.entries()) {
    await scene.boot({ ...at(NOVEMBER_TENTH + Days(n + 1)), plans: plans(text) });
    await scene.pass(Minutes(2));
  }
  return scene;
}

/** The same file, an hour before the month ends and over its end. */
async function intoDecember(scene: AgentScene, text: string): Promise<void> {
  await scene.boot({ ...at(DECEMBER_FIRST - Hours(1)), plans: plans(text) });
  await scene.pass(Hours(2));
}

const CARRIED = [
  ["plan (carried)", 950 * KB],
  ["plan", 1_000 * KB],
];

describe("a file that was edited", () => {
  it("with another name and other dates is the same plan: shown at once, no change, and nothing of the carry-over is lost", async () => {
    const scene = await november(PLAN, RENAMED);
    expect(scene.usage).toMatchObject({ plan: { name: "shop 12" }, validity: { expires: "2027-12-31" } });
    expect(scene.usage.plan.next).toBeUndefined();
    expect(scene.events("plan-changed")).toEqual([]);
    await intoDecember(scene, RENAMED);
    expect(left(scene)).toEqual(CARRIED);
  });

  it("with another amount is another plan, which voids the carry-over; that it was a correction can be said when it holds already, and taken back", async () => {
    const scene = await november(TYPO, PLAN);
    expect(scene.usage.plan).toMatchObject({ name: "shop", next: "shop" });
    await intoDecember(scene, PLAN);
    expect(left(scene)).toEqual([["plan", 1_000 * KB]]);
    expect(scene.hastenPlan("always")).toBe("in-force");
    await scene.pass(Minutes(1));
    expect(left(scene)).toEqual(CARRIED);
    expect(scene.hastenPlan("always")).toBe("nothing-waits");
    await scene.boot({ ...at(DECEMBER_FIRST + Hours(3)), plans: plans(PLAN) });
    await scene.pass(Minutes(2));
    expect(left(scene)).toEqual(CARRIED);
    expect(scene.hastenPlan("later")).toBe("in-force");
    await scene.pass(Minutes(1));
    expect(left(scene)).toEqual([["plan", 1_000 * KB]]);
  });

  it("and edited again after a correction waits for the next cycle as ever", async () => {
    const scene = await november(TYPO, PLAN);
    expect(scene.hastenPlan("always")).toBe("in-force");
    await scene.boot({ ...at(NOVEMBER_TENTH + Days(3)), plans: plans(TYPO) });
    await scene.pass(Minutes(2));
    expect(scene.usage).toMatchObject({ plan: { quota: 1_000 * KB, next: "shop" }, remaining: 950 * KB });
    await scene.boot({ ...at(NOVEMBER_TENTH + Days(4)), plans: plans(PLAN) });
    await scene.pass(Minutes(2));
    expect(scene.usage.plan.next).toBeUndefined();
  });
});

it("other words of the carrier's file, and another way to ask it, are no other plan", async () => {
  const scene = await november(PLAN);
  const carrier = (CARRIER_TEXTS["china-unicom"] ?? "").replace('text = "CXLL"', 'text = "LLCX"');
  await scene.boot({ ...at(NOVEMBER_TENTH + Days(1)), plans: plans(PLAN, carrier) });
  await scene.pass(Minutes(2));
  expect(scene.events("plan-changed")).toEqual([]);
  expect(scene.usage.plan.next).toBeUndefined();
});

describe("while the time is not known", () => {
  it("an edited plan waits: the one that the card had holds, and once the time is known the other one from the next cycle on", async () => {
    const scene = new AgentScene();
    const unknown = { wall: Date.UTC(1970, 0, 1) };
    await scene.boot({ ...unknown, plans: plans(PLAN) });
    await scene.use(50 * KB);
    await scene.pass(Minutes(11));
    await scene.boot({ ...unknown, plans: plans(TYPO) });
    await scene.pass(Minutes(2));
    expect(scene.usage.plan).toMatchObject({ quota: 1_000 * KB });
    expect(scene.usage.overLimit).toBe(false);
    expect(scene.usage.plan.next).toBeUndefined();
    await scene.boot({ ...at(NOVEMBER_TENTH), plans: plans(TYPO) });
    await scene.pass(Minutes(2));
    expect(scene.usage.plan).toMatchObject({ quota: 1_000 * KB, next: "shop" });
    await intoDecember(scene, TYPO);
    expect(scene.usage.plan).toMatchObject({ quota: 100 * KB });
  });
});
