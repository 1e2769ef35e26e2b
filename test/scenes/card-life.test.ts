import { expect, it } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { statusScreen } from "../../src/cli/status-screen.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { planSource } from "../support/plan-texts.ts";

const at = (wall: number) => ({ wall, network: wall });
const MARCH_FIRST = Date.parse("2027-03-01T09:00:00+08:00");

const TEXT = `name = "pool member"
carrier = "china-mobile-iot"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "share"
kind = "pool-share"
quota = "1000 KB"
[overage]
kind = "pool"
pool = "cm-07"
[validity]
expires = 2027-03-14
renew_within_months = 3
retention_fee = "5"
fee_day = 5
fee = "8"
`;
const FILE = planSource(TEXT);

it("a card that is about to end says so 30, 7 and 1 days before, once each over restarts, then until when it can be renewed", async () => {
  const scene = new AgentScene();
  const told: unknown[] = [];
  const collect = (): void => {
    for (const type of ["validity-ending", "validity-ended", "fee-due"] as const)
      for (const { date, days } of scene.events(type)) told.push([type, date, days]);
  };
  await scene.boot({ ...at(MARCH_FIRST), plans: FILE });
  await scene.pass(Days(2));
  collect();
  await scene.boot({ ...at(MARCH_FIRST + Days(2)), plans: FILE });
  await scene.pass(Days(14));
  told.length = 0;
  collect();
  expect(told).toEqual([
    ["validity-ending", "2027-03-14", 13],
    ["validity-ending", "2027-03-14", 7],
    ["validity-ending", "2027-03-14", 1],
    ["validity-ended", "2027-06-14", 91],
    ["fee-due", "2027-03-05", 0],
  ]);
  expect(scene.usage.validity).toMatchObject({ state: "ended", expires: "2027-03-14", renewableUntil: "2027-06-14" });
  const screen = statusScreen(scene.status);
  expect(screen).toContain("the card's validity ended on 2027-03-14; it can be renewed until 2027-06-14");
  expect(screen).toContain("本卡有效期已于 2027-03-14 结束");
});

it("nobody is told of days while the time is not trusted", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: MARCH_FIRST, plans: FILE });
  await scene.pass(Hours(30));
  expect(scene.status.state.clock.trusted).toBe(false);
  expect(scene.events("validity-ending")).toEqual([]);
  expect(scene.usage.validity).toBeUndefined();
});

it("what a pool holds is stated with its time, less what this card uses since, tells which limit is nearer, and grows stale", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(MARCH_FIRST), plans: FILE });
  await scene.pass(Minutes(2));
  expect(scene.usage.pool).toEqual({ name: "cm-07", ownShareLeft: 1_024_000, binds: "unknown" });
  expect(scene.state({ name: "pool-balance", amount: "600 KB" })).toBe("stated: fact 1");
  await scene.use(100 * 1024);
  expect(scene.usage.pool).toMatchObject({ balance: 500 * 1024, ownShareLeft: 900 * 1024, binds: "pool" });
  expect(scene.usage.pool?.left).toBe(500 * 1024);
  expect(scene.state({ name: "pool-balance", amount: "600 MB" })).toBe("stated: fact 2");
  await scene.pass(Minutes(2));
  expect(scene.usage.pool).toMatchObject({ binds: "own-share", left: 900 * 1024 });
  expect(statusScreen(scene.status)).toContain("the own share ends first 本卡额度先用完");
  expect(scene.takeBack(2)).toBe("taken-back");
  await scene.pass(Minutes(2));
  expect(scene.usage.pool).toMatchObject({ binds: "pool", told: { balance: 600 * 1024 } });
  await scene.boot({ ...at(MARCH_FIRST + Days(3)), plans: FILE });
  await scene.pass(Minutes(2));
  expect(scene.usage.pool).toMatchObject({ stale: true, binds: "unknown", told: { balance: 600 * 1024 } });
  expect(statusScreen(scene.status)).toContain("too long ago to go by");
});

it("a pool that others used up holds the card back while its balance is known and young, and never by an old one", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(MARCH_FIRST), plans: FILE });
  await scene.pass(Minutes(2));
  const level = () => [scene.status.decision.level, scene.status.decision.reasons.map(({ code }) => code).join()];
  expect(level()).toEqual(["normal", "plan-ok"]);
  // A fifth of what this card has for a month, for all cards together.
  scene.state({ name: "pool-balance", amount: "200 KB" });
  await scene.pass(Minutes(2));
  expect(level()).toEqual(["conserve", "pool-conserve-share"]);
  scene.state({ name: "pool-balance", amount: "100 KB" });
  await scene.use(60 * 1024);
  expect(level()).toEqual(["essential", "pool-essential-share"]);
  await scene.use(50 * 1024);
  expect(level()).toEqual(["reserve-only", "pool-used-up"]);
  await scene.pass(Hours(5));
  expect(scene.status.decision.reasons[0]?.text).toMatch(
    /cm-07 was told to hold 102400 bytes .* as of 2027-03-01T\S+Z \(4 h ago\)/,
  );
  expect(scene.status.decision.until).toBe("2027-03-03T01:04:00.100Z");
  expect(scene.events("decision-changed").at(-1)).toMatchObject({ from: "essential", level: "reserve-only" });
  await scene.pass(Hours(44));
  expect(level()).toEqual(["normal", "plan-ok"]);
  scene.state({ name: "pool-balance", amount: "0 KB" });
  await scene.pass(Minutes(2));
  expect(level()).toEqual(["reserve-only", "pool-used-up"]);
  // Where nothing tells the present, nothing tells how old it is.
  await scene.boot({ wall: Date.UTC(2000, 0, 1), plans: FILE });
  await scene.pass(Minutes(2));
  expect(level()).toEqual(["normal", "plan-ok"]);
  await scene.boot({ ...at(MARCH_FIRST + Hours(50)), plans: FILE });
  await scene.pass(Minutes(2));
  expect(level()).toEqual(["reserve-only", "pool-used-up"]);
  scene.state({ name: "pool-balance", amount: "90 GB" });
  await scene.pass(Minutes(2));
  expect(level()).toEqual(["normal", "plan-ok"]);
});

it("a card whose own share is used up goes on while its pool is known to hold more, and is held by the pool's end", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(MARCH_FIRST), plans: FILE });
  await scene.pass(Minutes(2));
  const level = () => [scene.status.decision.level, scene.status.decision.reasons.map(({ code }) => code).join()];
  await scene.use(1_100 * 1024);
  expect(level()).toEqual(["reserve-only", "over-limit"]);
  scene.state({ name: "pool-balance", amount: "120 GB" });
  await scene.pass(Minutes(2));
  expect(level()).toEqual(["normal", "plan-ok"]);
  expect(scene.usage).toMatchObject({ overLimit: false, pool: { binds: "pool", ownShareLeft: 0 } });
  expect(statusScreen(scene.status)).not.toContain("Top up with the carrier");
  scene.state({ name: "pool-balance", amount: "1 MB" });
  await scene.use(1_500_000);
  expect(level()).toEqual(["reserve-only", "over-limit,pool-used-up"]);
  expect(scene.status.decision.reasons.at(-1)?.text).toMatch(/hold 1048576 bytes .* has used 1500000 since/);
});

it("a fee of more than the account holds says what is missing", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...at(MARCH_FIRST + Days(2)), plans: FILE });
  expect(scene.state({ name: "account-balance", amount: "3.50" })).toBe("stated: fact 1");
  await scene.pass(Minutes(2));
  expect(scene.usage.validity).toMatchObject({ nextFee: "2027-03-05", fee: "8.00", short: "4.50" });
  expect(scene.usage.validity?.text).toContain("pay in at least 4.50");
  expect(scene.status.planFacts).toMatchObject([{ name: "account-balance", money: "3.50" }]);
});
