import { expect, test } from "vitest";
import { tellDiagnosis } from "../../src/agent/diagnosis-orders.ts";
import type { WrittenPlan } from "../../src/agent/plan-files.ts";
import { Days, Minutes } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { acceptedPlan } from "../support/plan-texts.ts";
import { CARRIER_TEXTS } from "../support/shipped-carriers.ts";

const NOVEMBER_28 = Date.UTC(2026, 10, 28, 1);
const DECEMBER_FIRST = Date.UTC(2026, 10, 30, 16);

function planOf(bucket: string, overage: string): WrittenPlan {
  const text = `name = "shop"
carrier = "generic"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "plan"
kind = "data"
quota = "1000 KB"
${bucket}
[overage]
${overage}
`;
  const plan = acceptedPlan(text);
  return { plan, text, carrier: CARRIER_TEXTS[plan.rules.carrier] ?? "" };
}

async function device(bucket = "", overage = 'kind = "auto-stop"', wall = NOVEMBER_28): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall, network: wall, plans: { kind: "file", written: planOf(bucket, overage) } });
  await scene.pass(Minutes(3));
  return scene;
}

const kinds = (scene: AgentScene): readonly string[] => scene.diagnosis.answer(false).findings.map(({ kind }) => kind);

test("the platform's own threshold of the card, as the plan's file has it, is held against what was used", async () => {
  const scene = await device("", 'kind = "auto-stop"\nthreshold = "500 KB"');
  expect(kinds(scene)).toContain("threshold-left");
  await scene.use(490 * 1024);
  await scene.pass(Minutes(2));
  expect(kinds(scene)).toContain("threshold-reached");
  expect(kinds(scene)).not.toContain("threshold-left");
});

test("a cycle that ended over its limit is remembered while the carrier may lag behind, over a power cut, and no longer", async () => {
  const scene = await device();
  await scene.use(1_100 * 1024);
  await scene.pass(Days(3));
  expect(kinds(scene)).toContain("used-up-last-cycle");
  expect(kinds(scene)).not.toContain("quota-left");
  await scene.boot({
    wall: DECEMBER_FIRST + Days(1),
    network: DECEMBER_FIRST + Days(1),
    plans: { kind: "file", written: planOf("", 'kind = "auto-stop"') },
  });
  await scene.pass(Minutes(3));
  expect(kinds(scene)).toContain("used-up-last-cycle");
  await scene.pass(Days(3));
  expect(kinds(scene)).not.toContain("used-up-last-cycle");
  expect(kinds(scene)).toContain("quota-left");
});

test("a plan of nothing but directed data says so", async () => {
  expect(kinds(await device('destination = "store"'))).toContain("directed");
  expect(kinds(await device())).not.toContain("directed");
});

test("what is stated of the account is evidence: empty, paid in, the fee taken", async () => {
  const scene = await device();
  expect(scene.state({ name: "account-balance", amount: "-3.5" })).toMatch(/^stated/);
  await scene.pass(Minutes(2));
  expect(kinds(scene)).toContain("balance-empty");
  expect(scene.state({ name: "account-balance", amount: "50" })).toMatch(/^stated/);
  expect(scene.state({ name: "fee-charged" })).toMatch(/^stated/);
  await scene.pass(Minutes(2));
  expect(kinds(scene)).toEqual(expect.arrayContaining(["balance-there", "fee-charged"]));
  expect(kinds(scene)).not.toContain("balance-empty");
});

test("what a person noticed, and what a platform's page says in words, are findings with their source", async () => {
  const scene = await device();
  const said = await tellDiagnosis(scene.diagnosis, { do: "person-says", by: "Li", says: "others-too" });
  expect(said).toMatchObject({ result: "platform-noted" });
  expect(said.text).toContain("同一批卡在同一时间断网");
  await tellDiagnosis(scene.diagnosis, {
    do: "platform-says",
    by: "Li",
    platform: "platform-shows",
    value: "停机保号",
  });
  await tellDiagnosis(scene.diagnosis, { do: "person-says", by: "Li", says: "rat-not-allowed" });
  const findings = scene.diagnosis.answer(false).findings;
  expect(findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "others-too", text: "as Li says" }),
      expect.objectContaining({ kind: "platform:retention" }),
      expect.objectContaining({ kind: "person:rat-not-allowed" }),
    ]),
  );
});

test("a new card whose data all came in the moments before it was stopped is one that has worked", async () => {
  const scene = await device();
  expect(kinds(scene)).not.toContain("worked-before");
  scene.counters.carry("rx", 100, 990_000);
  scene.modem.suspend("over-limit", { variant: "detach" });
  await scene.pass(Minutes(2));
  expect(kinds(scene)).toContain("worked-before");
  expect(kinds(scene)).not.toContain("never-worked");
});

test("a platform's word of a stop ends with its next word, and with data that passed since", async () => {
  const scene = await device();
  const shows = (platform: "onelink-stop" | "onelink-status", value: string) =>
    tellDiagnosis(scene.diagnosis, { do: "platform-says", by: "Li", platform, value });
  const said = (): readonly string[] => kinds(scene).filter((kind) => kind.startsWith("platform:"));
  await shows("onelink-stop", "000020002000");
  await shows("onelink-status", "4");
  expect(said()).toEqual(["platform:arrears", "platform:manual-stop", "platform:stopped"]);
  await scene.pass(Minutes(1));
  await shows("onelink-stop", "000020000000");
  expect(said()).toEqual(["platform:arrears", "platform:stopped"]);
  await scene.pass(Minutes(1));
  await shows("onelink-stop", "000000000000");
  expect(said()).toEqual(["platform:in-service"]);
  await scene.pass(Minutes(1));
  await shows("onelink-stop", "000020000000");
  expect(said()).toEqual(["platform:arrears"]);
  await scene.pass(Minutes(1));
  await scene.use(5_000);
  await scene.pass(Minutes(2));
  expect(said()).toEqual([]);
});
