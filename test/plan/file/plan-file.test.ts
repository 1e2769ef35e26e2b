import { describe, expect, test } from "vitest";
import { readPlan } from "../../../src/plan/file/plan-file.ts";
import { planSchema } from "../../support/plan-schema.ts";
import { acceptedPlan, PLAN_TEXTS, planFaults } from "../../support/plan-texts.ts";
import { SHIPPED_CARRIERS, shippedCarrier } from "../../support/shipped-carriers.ts";

const SMALL = `name = "small"
carrier = "generic"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "a"
kind = "data"
quota = "30 MB"
`;

describe("the examples that come with the program", () => {
  test.each(Object.keys(PLAN_TEXTS))("%s is a plan", (name) => {
    expect(planFaults(PLAN_TEXTS[name] ?? "")).toEqual([]);
  });

  test("there is one for each carrier", () => {
    const shown = new Set(Object.values(PLAN_TEXTS).map((text) => acceptedPlan(text).rules.carrier));
    expect([...shown].toSorted()).toEqual(SHIPPED_CARRIERS.map(({ carrier }) => carrier));
  });
});

test("everything that a file may say is in the plan", () => {
  const plan = acceptedPlan(`name = "all"
carrier = "china-telecom-4g"
zone = "Asia/Urumqi"
unit_base = 1000
mid_cycle_topup = false
[cycle]
every = "days"
days = 30
from = 2026-01-05
[[bucket]]
id = "a"
kind = "plan-national"
quota = "1 MB"
destination = "acquirer"
window = "23:00-07:00"
area = "province:guangxi"
rat = ["lte", "nr"]
carry_over = false
priority = 2.5
level = 3
[[bucket]]
id = "b"
kind = "year-pack"
quota = "unlimited"
from = 2026-02-28
until = 2026-02-28
[overage]
kind = "tariff"
repeat = "500 MB"
unit = "10 KB"
rounded = "session"
step = "0.05"
step_rounding = "up"
cap = "15 GB"
cap_money = "600"
[[overage.tier]]
from = "0 B"
price = "0.3"
per = "MB"
[[overage.tier]]
from = "100 MB"
price = "0"
per = "MB"
[validity]
activated = 2026-03-15
months = 12
renew_within_months = 3
retention_fee = "5"
fee_day = 3
fee = "2.5"
balance = "-0.5"
[readings]
ties = "as-listed"
add_on_lifts = false
`);
  const rules = shippedCarrier("china-telecom-4g");
  expect(plan).toEqual({
    name: "all",
    rules,
    readings: { ...rules.readings, ties: "as-listed", addOnLifts: false },
    cycle: { every: "days", days: 30, from: { year: 2026, month: 1, day: 5 }, zone: "Asia/Urumqi" },
    unitBase: 1000,
    buckets: [
      {
        id: "a",
        kind: "plan-national",
        quota: 1_000_000n,
        scope: {
          destination: "acquirer",
          window: { from: 1380, to: 420 },
          area: "province:guangxi",
          rats: ["lte", "nr"],
        },
        term: { each: "cycle" },
        carries: false,
        priority: 2.5,
        level: 3,
      },
      {
        id: "b",
        kind: "year-pack",
        scope: {},
        // The last day is included: midnight to midnight of Urumqi, six hours ahead of UTC.
        term: { each: "once", from: Date.parse("2026-02-27T18:00:00Z"), to: Date.parse("2026-02-28T18:00:00Z") },
        level: 0,
      },
    ],
    overage: {
      kind: "tariff",
      tiers: [
        { from: 0n, price: 300_000n, per: 1_000_000n },
        { from: 100_000_000n, price: 0n, per: 1_000_000n },
      ],
      repeat: 500_000_000n,
      unit: 10_000n,
      rounded: "session",
      step: 50_000n,
      stepRounding: "up",
      capBytes: 15_000_000_000n,
      capMoney: 600_000_000n,
    },
    midCycleTopUp: false,
    validity: {
      activated: { year: 2026, month: 3, day: 15 },
      expires: { year: 2027, month: 3, day: 14 },
      renewWithinMonths: 3,
      retentionFee: 5_000_000n,
      feeDay: 3,
      fee: 2_500_000n,
      balance: -500_000n,
    },
  });
});

test("what a file leaves out is told of as assumed", () => {
  const text = `${SMALL}[overage]\nkind = "tariff"\nprice = "1"\nper = "MB"\nunit = "MB"\n`;
  expect(readPlan(text, SHIPPED_CARRIERS)).toMatchObject({
    kind: "plan",
    plan: { unitBase: 1024, cycle: { zone: "Asia/Shanghai" }, overage: { tiers: [{ per: 1_048_576n }] } },
    assumed: [
      { key: "zone", value: "Asia/Shanghai" },
      { key: "unit_base", value: "1024" },
      { key: "overage.rounded", value: "cycle" },
      { key: "overage.step", value: "0.01" },
      { key: "overage.step_rounding", value: "down" },
    ],
  });
  expect(acceptedPlan(SMALL)).not.toHaveProperty("midCycleTopUp");
  expect(acceptedPlan(SMALL).overage).toEqual({ kind: "unknown" });
});

test("a plan without a bucket of its own is one that is paid by use, or out of a pool", () => {
  const bare = SMALL.slice(0, SMALL.indexOf("[[bucket]]"));
  expect(acceptedPlan(`${bare}[overage]\nkind = "pool"\npool = "cm-07"\n`).buckets).toEqual([]);
  expect(planFaults(bare)).toEqual(["p:1: bucket: found nothing; expected 1 to 200 tables [[bucket]]"]);
});

const PACK = (id: string, from: string, until: string, more = ""): string =>
  `[[bucket]]\nid = "${id}"\nkind = "add-on-pack"\nquota = "1 MB"\nfrom = ${from}\nuntil = ${until}\n${more}`;

describe("packs that were bought once", () => {
  const NOVEMBER = PACK("nov", "2026-11-01", "2026-11-30");

  test("of one kind and scope may follow each other", () => {
    expect(planFaults(SMALL + NOVEMBER + PACK("dec", "2026-12-01", "2026-12-31"))).toEqual([]);
  });

  test("must not overlap by a day, because nothing says which is drawn first", () => {
    expect(planFaults(SMALL + NOVEMBER + PACK("more", "2026-11-30", "2026-12-31"))).toEqual([
      'p:16: bucket[3]: found a pack of the kind, the scope and the time of "nov"; expected packs that do not overlap, or a `level` of its own for each, so that it is known which is drawn first',
    ]);
  });

  test.each([
    ["a level", "level = 1\n"],
    ["a priority", "priority = 9\n"],
    ["a scope", 'window = "23:00-07:00"\n'],
  ])("may overlap when %s tells them apart", (_what, more) => {
    expect(planFaults(SMALL + NOVEMBER + PACK("more", "2026-11-10", "2026-12-31", more))).toEqual([]);
  });
});

describe("a hostile file", () => {
  const buckets = (many: number): string => Array.from({ length: many }, (_, i) => `[[bucket]]\nid="${i}"\n`).join("");

  test("of more than 256 KiB is not read", () => {
    expect(planFaults("#".repeat(262_145))).toEqual(["p:1: found 262145 characters; expected at most 262144"]);
  });

  test("of ten thousand buckets is refused for their number", () => {
    const head = SMALL.slice(0, SMALL.indexOf("[[bucket]]"));
    expect(planFaults(head + buckets(10_000))).toEqual([
      "p:6: bucket: found 10000 of them; expected 0 to 200 tables [[bucket]]".replace("0 to", "1 to"),
    ]);
  });

  test("of many faults is answered with the first fifty, and how many more there are", () => {
    const told = planFaults(SMALL + buckets(150));
    expect(told).toHaveLength(51);
    expect(told.at(-1)).toMatch(/^p:\d+: found \d+ more faults from here on; /);
  });

  test("cannot reach the prototype of anything", () => {
    expect(planFaults(`${SMALL}[__proto__]\nx = 1\n[constructor]\ny = 1\n`)).toHaveLength(2);
  });

  test("does not bring control characters or turned text to a terminal", () => {
    expect(planFaults(SMALL.replace('"small"', '"a\\u202eb"')).join("")).toContain("name: found ");
    expect(planFaults(SMALL.replace('"small"', '"a\\u001b[2Jb"')).join("")).not.toContain("\u001B");
  });
});

// `npx vitest run test/plan/plan-file.test.ts -u` writes it anew.
test("the JSON Schema of plan files is the reader's", async () => {
  await expect(planSchema()).toMatchFileSnapshot("../../../config/plan.schema.json");
});
