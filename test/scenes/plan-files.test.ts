import { expect, it } from "vitest";
import type { PlanSource, WrittenPlan } from "../../src/agent/plan-files.ts";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { usageLines } from "../../src/cli/usage-lines.ts";
import { explainOverage } from "../../src/plan/file/explain-overage.ts";
import type { CardRule } from "../../src/plan/card-plan.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakeFilter } from "../support/fake-filter.ts";
import { acceptedPlan } from "../support/plan-texts.ts";
import { CARRIER_TEXTS } from "../support/shipped-carriers.ts";

const NOVEMBER_TENTH = Date.UTC(2026, 10, 10, 1);
const DECEMBER_FIRST = Date.UTC(2026, 10, 30, 16);
const HOME = "89860412345678901234";
const PHONE = "89860099999999999999";

const at = (wall: number) => ({ wall, network: wall });

function written(text: string): WrittenPlan {
  const plan = acceptedPlan(text);
  return { plan, text, carrier: CARRIER_TEXTS[plan.rules.carrier] ?? "" };
}

const planOf = (name: string, quota: string, more = ""): WrittenPlan =>
  written(`name = "${name}"
carrier = "china-mobile"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "plan"
kind = "phone-plan"
quota = "${quota}"
${more}
[overage]
kind = "auto-stop"
`);

const file = (plan: WrittenPlan): PlanSource => ({ kind: "file", written: plan });
const BIG = planOf("big", "1000 KB");
const left = (scene: AgentScene) =>
  scene.usage.buckets?.map(({ id, carried, left: rest }) => [carried === true ? `${id} (carried)` : id, rest]);

it("what the month leaves of the plan is carried over, drawn first, and there after a power cut", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(DECEMBER_FIRST - Days(2)), plans: file(BIG) });
  await scene.use(400 * 1024);
  expect(scene.usage).toMatchObject({ plan: { name: "big", known: true, carrier: "china-mobile", quota: 1_024_000 } });
  expect(left(scene)).toEqual([["plan", 600 * 1024]]);
  await scene.pass(Days(2));
  expect(left(scene)).toEqual([
    ["plan (carried)", 600 * 1024],
    ["plan", 1_000 * 1024],
  ]);
  await scene.use(100 * 1024);
  await scene.pass(Minutes(11));
  await scene.boot({ ...at(DECEMBER_FIRST + Days(1)), plans: file(BIG) });
  await scene.pass(Minutes(2));
  expect(left(scene)).toEqual([
    ["plan (carried)", 500 * 1024],
    ["plan", 1_000 * 1024],
  ]);
  expect(scene.usage).toMatchObject({ usedPercent: 6.25, remaining: 1_500 * 1024, used: { total: 100 * 1024 } });
});

it("the last byte of a plan with auto stop is the first beyond it that is told as over the limit", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(BIG) });
  await scene.use(1_000 * 1024);
  expect(scene.usage).toMatchObject({ overLimit: false, remaining: 0, usedPercent: 100 });
  await scene.use(1);
  expect(scene.usage).toMatchObject({ overLimit: true, beyond: { total: 1 } });
  expect(scene.events("over-limit")).toHaveLength(1);
  expect(scene.status.decision.level).toBe("reserve-only");
});

it("a night pack is drawn at night, and is no reason to think that the day has more", async () => {
  const scene = new AgentScene();
  const night = `[[bucket]]\nid = "night"\nkind = "night-plan"\nquota = "500 KB"\nwindow = "23:00-07:00"\n`;
  const plans = file(planOf("night", "1000 KB", night));
  await scene.boot({ ...at(Date.UTC(2026, 10, 10, 14, 50)), plans });
  await scene.use(100 * 1024);
  expect(scene.usage.plan.quota).toBe(1_000 * 1024);
  await scene.pass(Minutes(10));
  await scene.use(200 * 1024);
  expect(new Map(left(scene)?.map(([id, rest]) => [id, rest]))).toEqual(
    new Map([
      ["night", 300 * 1024],
      ["plan", 900 * 1024],
    ]),
  );
});

it("another plan in the file holds from the next cycle on; until then what was bought counts", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(BIG) });
  await scene.use(300 * 1024);
  await scene.pass(Minutes(11));
  const small = file(planOf("small", "200 KB"));
  await scene.boot({ ...at(NOVEMBER_TENTH + Days(1)), plans: small });
  await scene.pass(Minutes(2));
  expect(scene.usage).toMatchObject({ plan: { name: "big", next: "small" }, remaining: 700 * 1024 });
  expect(scene.events("plan-changed")).toMatchObject([{ plan: "small", atOnce: false }]);
  // Told one time, and known after another start.
  await scene.boot({ ...at(DECEMBER_FIRST - Hours(1)), plans: small });
  await scene.pass(Hours(2));
  expect(scene.events("plan-changed")).toHaveLength(1);
  expect(scene.usage).toMatchObject({ plan: { name: "small" } });
  expect(scene.usage.plan.next).toBeUndefined();
  expect(left(scene)).toEqual([
    ["plan (carried)", 700 * 1024],
    ["plan", 200 * 1024],
  ]);
});

it("where the carrier changed it at once, a person puts the other plan in force, whole; a second word has nothing to do", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(planOf("typo", "100 KB")) });
  await scene.use(150 * 1024);
  await scene.pass(Minutes(11));
  expect(scene.usage.overLimit).toBe(true);
  await scene.boot({ ...at(NOVEMBER_TENTH + Hours(1)), plans: file(BIG) });
  await scene.pass(Minutes(2));
  expect(scene.usage).toMatchObject({ plan: { name: "typo", next: "big" }, overLimit: true });
  expect(scene.hastenPlan("now")).toBe("in-force");
  await scene.pass(Minutes(2));
  expect(scene.usage).toMatchObject({ plan: { name: "big" }, overLimit: false, remaining: 1_000 * 1024 });
  expect(scene.hastenPlan("now")).toBe("nothing-waits");
  await scene.use(24 * 1024);
  expect(scene.usage).toMatchObject({ remaining: 976 * 1024, used: { total: 24 * 1024 } });
});

it("where the file was wrong, what was used counts against the right plan", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(planOf("typo", "100 KB")) });
  await scene.use(150 * 1024);
  await scene.pass(Minutes(11));
  await scene.boot({ ...at(NOVEMBER_TENTH + Hours(1)), plans: file(BIG) });
  await scene.pass(Minutes(2));
  expect(scene.hastenPlan("always")).toBe("in-force");
  await scene.pass(Minutes(2));
  expect(scene.usage).toMatchObject({ plan: { name: "big" }, overLimit: false, remaining: 850 * 1024 });
  expect(scene.usage.plan.next).toBeUndefined();
});

it("a plan that was put in force at once and should not have been: taken back, and what was used counts again", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(planOf("typo", "100 KB")) });
  await scene.use(150 * 1024);
  await scene.pass(Minutes(11));
  await scene.boot({ ...at(NOVEMBER_TENTH + Hours(1)), plans: file(BIG) });
  await scene.pass(Minutes(2));
  scene.hastenPlan("now");
  await scene.use(10 * 1024);
  expect(scene.usage.remaining).toBe(990 * 1024);
  expect([scene.hastenPlan("later"), scene.hastenPlan("later")]).toEqual(["in-force", "nothing-waits"]);
  expect(scene.hastenPlan("always")).toBe("in-force");
  await scene.pass(Minutes(2));
  expect(scene.usage).toMatchObject({ plan: { name: "big" }, remaining: 840 * 1024, used: { total: 160 * 1024 } });
});

it("a change that is taken back before it held never was one", async () => {
  const scene = new AgentScene();
  for (const plan of [BIG, planOf("small", "200 KB"), BIG]) {
    await scene.boot({ ...at(NOVEMBER_TENTH + Hours(1)), plans: file(plan) });
    await scene.pass(Minutes(2));
  }
  expect(scene.usage.plan).toMatchObject({ name: "big" });
  expect(scene.usage.plan.next).toBeUndefined();
});

it("the same plan in other words is the same plan", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(BIG) });
  await scene.pass(Minutes(2));
  const said = written(`# bought in spring\n${BIG.text.replace('"1000 KB"', '"1024000 B" # the same')}`);
  await scene.boot({ ...at(NOVEMBER_TENTH + Hours(1)), plans: file(said) });
  await scene.pass(Minutes(2));
  expect(scene.events("plan-changed")).toEqual([]);
});

const rule = (match: CardRule["match"], plan: string, role: CardRule["role"] = "home"): CardRule => ({
  match,
  carrier: "china-mobile",
  plan,
  role,
});

it("each card has the plan of the first rule that fits it: the home card goes on where it was when the visitor has left", async () => {
  const scene = new AgentScene();
  const plans: PlanSource = {
    kind: "cards",
    rules: [rule({ iccid: "898604*", imsi: "46004*" }, "big"), rule({ iccid: "898600*" }, "phone", "visitor")],
    plans: new Map([
      ["big", BIG],
      ["phone", planOf("phone", "5000 KB")],
    ]),
  };
  await scene.boot({ ...at(NOVEMBER_TENTH), plans });
  await scene.use(100 * 1024);
  await scene.pass(Minutes(11));
  expect(scene.usage.plan).toMatchObject({ name: "big", role: "home", known: true });
  await scene.boot({ ...at(NOVEMBER_TENTH + Hours(1)), plans, card: { iccid: PHONE } });
  await scene.use(50 * 1024);
  await scene.pass(Minutes(11));
  expect(scene.usage).toMatchObject({ plan: { name: "phone", role: "visitor" }, remaining: 4_950 * 1024 });
  await scene.boot({ ...at(NOVEMBER_TENTH + Hours(2)), plans, card: { iccid: HOME } });
  await scene.use(100 * 1024);
  expect(scene.usage).toMatchObject({ plan: { name: "big", role: "home" }, remaining: 800 * 1024 });
});

it("a card that fits no rule is counted and held against nothing, and that is said", async () => {
  const scene = new AgentScene();
  const plans: PlanSource = {
    kind: "cards",
    rules: [rule({ iccid: "898604*" }, "big")],
    plans: new Map([["big", BIG]]),
  };
  await scene.boot({ ...at(NOVEMBER_TENTH), plans, card: { iccid: PHONE } });
  await scene.use(5_000_000);
  expect(scene.usage).toMatchObject({ plan: { known: false }, used: { total: 5_000_000 }, overLimit: false });
  expect(scene.usage.plan.quota).toBeUndefined();
  expect(scene.usage.buckets).toBeUndefined();
  expect(scene.status.decision).toMatchObject({ level: "normal", reasons: [{ code: "no-plan" }] });
});

it("a top-up that a person states lifts the limit, survives a power cut, and is gone with the cycle", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(BIG) });
  await scene.use(1_000 * 1024 + 1);
  await scene.pass(Minutes(11));
  expect(scene.usage.overLimit).toBe(true);
  expect(scene.state({ name: "pack-bought", quota: "200 KB", kind: "add-on-pack" })).toBe("stated: fact 1");
  await scene.pass(Minutes(2));
  expect(scene.usage).toMatchObject({ overLimit: false, remaining: 200 * 1024 });
  await scene.use(50 * 1024);
  await scene.pass(Minutes(11));
  await scene.boot({ ...at(NOVEMBER_TENTH + Days(1)), plans: file(BIG) });
  await scene.pass(Minutes(2));
  expect(scene.usage.remaining).toBe(150 * 1024);
  expect(scene.status.planFacts).toMatchObject([{ id: 1, name: "pack-bought", by: "Li", quota: 200 * 1024 }]);
  await scene.boot({ ...at(DECEMBER_FIRST + Hours(1)), plans: file(BIG) });
  await scene.pass(Minutes(2));
  expect(left(scene)).toEqual([["plan", 1_000 * 1024]]);
});

it("what was stated before the card was known is that card's, as the bytes are, and no other's", async () => {
  const scene = new AgentScene();
  const clock = { settings: ["clock.trust_system=true"], plans: file(BIG) };
  await scene.boot({ ...at(NOVEMBER_TENTH), ...clock, modem: false });
  await scene.use(1_000 * 1024 + 1);
  expect(scene.state({ name: "pack-bought", quota: "200 KB", kind: "add-on-pack" })).toMatch(/^stated: fact 1: /);
  await scene.pass(Minutes(11));
  for (const [day, iccid, facts] of [
    [1, "89860400000000000011", 1],
    [2, "89860400000000000022", 0],
    [3, "89860400000000000011", 1],
  ] as const) {
    await scene.boot({ ...at(NOVEMBER_TENTH + Days(day)), ...clock, modem: true, card: { iccid } });
    await scene.pass(Minutes(2));
    expect([scene.usage.overLimit, scene.status.planFacts?.length ?? 0]).toEqual([false, facts]);
    expect(scene.usage.remaining).toBe((facts === 1 ? 200 : 1_000) * 1024);
  }
});

it("a fact that is taken back never happened", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(BIG) });
  expect(scene.state({ name: "pack-bought", quota: "200 KB", kind: "add-on-pack" })).toBe("stated: fact 1");
  expect(scene.state({ name: "cancelled" })).toBe("stated: fact 2");
  await scene.pass(Minutes(2));
  expect(scene.usage.overLimit).toBe(true);
  expect(scene.state({ name: "pack-bought", quota: "1 MB", kind: "add-on-pack" })).toMatch(
    /refused: the card is cancelled/,
  );
  expect([scene.takeBack(2), scene.takeBack(2), scene.takeBack(1)]).toEqual([
    "taken-back",
    "no-such-fact",
    "taken-back",
  ]);
  // A number that was given is nobody else's.
  expect([scene.state({ name: "fee-charged" }), scene.takeBack(3)]).toEqual(["stated: fact 3", "taken-back"]);
  await scene.pass(Minutes(2));
  expect(scene.usage).toMatchObject({ overLimit: false, remaining: 1_000 * 1024 });
});

it("a suspension whose fee was not charged takes the carry-over, and one whose fee was leaves it", async () => {
  for (const [charged, carried] of [
    [false, []],
    [true, [["plan (carried)", 600 * 1024]]],
  ] as const) {
    const scene = new AgentScene();
    await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(BIG) });
    await scene.use(400 * 1024);
    scene.state({ name: "suspended", at: "2026-11-05" });
    scene.state({ name: "resumed" });
    if (charged) scene.state({ name: "fee-charged", at: "2026-11-02" });
    await scene.pass(Minutes(11));
    await scene.boot({ ...at(DECEMBER_FIRST + Hours(1)), plans: file(BIG) });
    await scene.pass(Minutes(2));
    expect(left(scene)).toEqual([...carried, ["plan", 1_000 * 1024]]);
  }
});

it("where each session is rounded, what is charged is told as an estimate, by the agent and by the plan's explanation", async () => {
  const tariff = (rounded: string): WrittenPlan =>
    written(`name = "p"
carrier = "generic"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "plan"
kind = "data"
quota = "1 KB"
[overage]
kind = "tariff"
price = "0.3"
per = "MB"
unit = "MB"
rounded = "${rounded}"
`);
  for (const [rounded, estimated, told] of [
    ["session", true, /costs about 0\.30 \(an estimate/],
    ["cycle", undefined, /costs 0\.30$/],
  ] as const) {
    const scene = new AgentScene();
    const plan = tariff(rounded);
    await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(plan) });
    await scene.use(3 * 1024);
    expect(scene.usage.beyond).toEqual({ total: 2 * 1024, charge: "0.30", ...(estimated && { estimated }) });
    expect(usageLines(scene.usage).map(([, text]) => text)).toContainEqual(expect.stringMatching(told));
    const said = explainOverage(plan.plan).some(({ en }) => en.includes("the charge it shows is an estimate"));
    expect(said).toBe(estimated === true);
  }
});

it("directed data is drawn by what the filter says went there, and by nothing else", async () => {
  const more = '[[bucket]]\nid = "directed"\nkind = "directed"\nquota = "100 KB"\ndestination = "acquirer"\n';
  const filter = new FakeFilter();
  for (const name of ["payment_down", "payment__acquirer_down"]) filter.make(name);
  const scene = new AgentScene();
  await scene.boot({
    ...at(NOVEMBER_TENTH),
    plans: file(planOf("directed", "1000 KB", more)),
    settings: ["meter.class_counters=inet cellward"],
    classCounters: filter,
  });
  await scene.pass(Minutes(1));
  filter.count("payment__acquirer_down", 30 * 1024);
  filter.count("payment_down", 50 * 1024);
  await scene.use(100 * 1024);
  // What was booked before the filter was read has its class with the next bytes.
  for (let again = 0; again < 2; again += 1) {
    await scene.pass(Minutes(11));
    await scene.use(10 * 1024);
  }
  await scene.pass(Minutes(11));
  expect(left(scene)).toEqual([
    ["directed", 70 * 1024],
    ["plan", 910 * 1024],
  ]);
});

it("data for one radio or one area is drawn where the device is there, and passed over where it is not", async () => {
  const scoped = (id: string, scope: string): string =>
    `[[bucket]]\nid = "${id}"\nkind = "promo-gift"\nquota = "100 KB"\n${scope}\nlevel = ${id.length}\n`;
  const more = [
    scoped("nr", 'rat = ["nr"]'),
    scoped("lte", 'rat = ["lte"]'),
    scoped("here", 'area = "province:guangxi"'),
    scoped("elsewhere", 'area = "province:hunan"'),
  ].join("");
  const scene = new AgentScene();
  const settings = ["plan.areas=province:guangxi local:wuzhou"];
  await scene.boot({ ...at(NOVEMBER_TENTH), plans: file(planOf("areas", "1000 KB", more)), settings });
  await scene.use(250 * 1024);
  await scene.pass(Minutes(11));
  const rest = new Map(left(scene)?.map(([id, bytes]) => [id, bytes]));
  expect(rest).toEqual(
    new Map([
      ["nr", 100 * 1024],
      ["lte", 0],
      ["here", 0],
      ["elsewhere", 100 * 1024],
      ["plan", 950 * 1024],
    ]),
  );
});
