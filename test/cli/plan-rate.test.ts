import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Fault } from "../../src/base/fault.ts";
import { planRate } from "../../src/cli/plan-rate.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { parseMoney } from "../../src/plan/money.ts";
import { at } from "../support/plan-story.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const directory = scratchDirectories();

const PLAN: DataPlan = {
  ...dataPlan([bucket("plan", { quota: 100n, carries: true })]),
  overage: {
    kind: "tariff",
    tiers: [{ from: 0n, price: parseMoney("1") ?? 0n, per: 10n }],
    unit: 1n,
    rounded: "cycle",
    step: 10_000n,
    stepRounding: "down",
  },
};
const PACKS = dataPlan([bucket("pack", { quota: 50n, level: 1 })]);

const MAY = { each: "once", from: at("2026-05-01"), to: at("2026-06-01") } as const;
const LATER = dataPlan([bucket("later", { quota: 9n, term: MAY })]);

async function rated(
  usage: string | Uint8Array,
  { facts, more = [] }: { facts?: string; more?: readonly string[] } = {},
) {
  const place = directory();
  writeFileSync(join(place, "usage.csv"), usage);
  if (facts !== undefined) writeFileSync(join(place, "facts.csv"), facts);
  let printed = "";
  const code = await planRate(
    [
      "plan.toml",
      join(place, "usage.csv"),
      ...(facts === undefined ? [] : ["--facts", join(place, "facts.csv")]),
      ...more,
    ],
    {
      planOf: (file) => (file.endsWith("/packs.toml") ? PACKS : file.endsWith("/later.toml") ? LATER : PLAN),
      out: async (text) => {
        printed += text;
      },
    },
  );
  expect(code).toBe(0);
  return printed.trimEnd().split("\n");
}

const USAGE = "at,bytes,class\n2026-01-10 12:00,30,payment\n2026-02-10 12:00,200,\n2026-03-01 00:00,1,\n";

test("every debit, cycle end, carry-over and charge, with the totals", async () => {
  expect(await rated(USAGE)).toEqual([
    "2026-01-10 12:00:00  line 2 payment: 30 B from plan, 70 B left",
    "2026-02-01 00:00:00  cycle ends; 0 B went beyond the plan",
    "2026-02-01 00:00:00    plan: 70 B carried over",
    "2026-02-10 12:00:00  line 3: 70 B from plan (carried), 0 B left",
    "2026-02-10 12:00:00  line 3: 100 B from plan, 0 B left",
    "2026-02-10 12:00:00  line 3: 30 B from beyond the plan",
    "2026-03-01 00:00:00  cycle ends; 30 B went beyond the plan",
    "2026-03-01 00:00:00    charge: 3.00 for 30 B beyond the plan",
    "2026-03-01 00:00:00    plan (carried): 0 B lapse (used-up)",
    "2026-03-01 00:00:00    plan: 0 B lapse (used-up)",
    "2026-03-01 00:00:00  line 4: 1 B from plan, 99 B left",
    "left at the end: plan 99 B until 2026-04-01 00:00:00",
    "total: 3 lines, 231 B",
    "  plan: 131 B",
    "  plan (carried): 70 B",
    "  beyond the plan: 30 B",
    "  charged: 3.00",
  ]);
});

test("for machines: one object a line, and the debits are together the usage", async () => {
  const records = (await rated(USAGE, { more: ["--json"] })).map((line): Record<string, unknown> => JSON.parse(line));
  expect(records[0]).toEqual({
    kind: "debit",
    line: 2,
    at: "2026-01-10T04:00:00.000Z",
    class: "payment",
    bytes: 30,
    bucket: "plan",
    carried: false,
    left: 70,
  });
  expect(records.at(-1)).toEqual({
    kind: "total",
    lines: 3,
    bytes: 231,
    buckets: { plan: 131, "plan (carried)": 70 },
    beyond: 30,
    charged: "3.00",
  });
  const debits = records.filter(({ kind }) => kind === "debit");
  expect(debits.reduce((sum, { bytes }) => sum + Number(bytes), 0)).toBe(231);
});

test("with reasons, in either language", async () => {
  expect((await rated(USAGE, { more: ["--explain", "en"] }))[1]).toBe(
    '    30 B from "plan": step 1 (data) of the order of test, which is our default.',
  );
  const chinese = await rated(USAGE, { more: ["--explain", "zh-CN"] });
  expect(chinese[0]).toBe("2026-01-10 12:00:00  第 2 行 payment：30 字节扣自 plan，余 70 字节");
  expect(chinese.join("\n")).not.toMatch(/line|left|beyond|total|charge/);
  expect(chinese[1]).toContain("30 字节扣自“plan”：测试扣减顺序第 1 步（流量）");
});

test("facts of another file, in any order: a pack of a plan file, and one that is over", async () => {
  const facts =
    "fact,at,plan,bucket,monthly\r\npack-unsubscribed,2026-02-11,,pack,\r\npack-bought,2026-01-15,packs.toml,pack,yes\r\n";
  const lines = await rated(USAGE, { facts });
  expect(lines).toContain("2026-02-10 12:00:00  line 3: 30 B from pack, 20 B left");
  expect(lines).toContain("2026-03-01 00:00:00    pack: 20 B lapse (does-not-carry)");
});

test("a pack without days of its own ends with the cycle in which it was bought, as one that is stated to the agent does", async () => {
  const facts = "fact,at,plan,bucket\npack-bought,2026-01-15,packs.toml,pack\n";
  const lines = await rated(USAGE, { facts });
  expect(lines.filter((line) => line.includes(" pack: "))).toEqual([
    "2026-02-01 00:00:00    pack: 50 B lapse (bought-once)",
  ]);
  expect(lines.join("\n")).not.toMatch(/from pack/);
});

test("a pack of which the days have not come is not told as left", async () => {
  const facts = "fact,at,plan,bucket\npack-bought,2026-01-15,later.toml,later\n";
  const lines = await rated(USAGE, { facts });
  expect(lines).toContain("not begun at the end: later 9 B from 2026-05-01 00:00:00 until 2026-06-01 00:00:00");
});

test.each([
  ["UTF-16", Buffer.from("\uFEFFat;bytes;class\r\n2026-01-10 12:00;30;支付\r\n", "utf16le")],
  [
    "GB18030",
    Buffer.concat([Buffer.from("at\tbytes\tclass\n2026-01-10 12:00\t30\t"), Buffer.from([0xd6, 0xa7, 0xb8, 0xb6])]),
  ],
])("usage as a spreadsheet saves it, in %s", async (_, bytes) => {
  expect((await rated(bytes))[0]).toContain("line 2 支付: 30 B from plan");
});

test("the line with which the limit is reached is marked, and what happens then", async () => {
  const place = directory();
  writeFileSync(join(place, "usage.csv"), "at,bytes\n2026-01-10,90\n2026-01-11,20\n2026-01-12,5\n");
  const plan = { ...PLAN, overage: { kind: "auto-stop" } as const };
  let printed = "";
  await planRate(["plan.toml", join(place, "usage.csv")], {
    planOf: () => plan,
    out: async (text) => void (printed += text),
  });
  expect(printed.match(/.*LIMIT.*/g)).toEqual(["2026-01-11 00:00:00  line 3: THE LIMIT IS REACHED; data stops here"]);
});

test("a header alone: nothing to rate, and nothing wrong", async () => {
  expect(await rated("at,bytes\n")).toEqual(["total: 0 lines, 0 B", "  beyond the plan: 0 B"]);
});

describe("nothing is rated when anything is wrong", () => {
  test.each([
    ["at,bytes\n2026-01-10,1\n2026-01-11,x\n2026-01-10,1\n", undefined, ["usage.csv:3: bytes", "usage.csv:4: at"]],
    ["at,bytes\n2026-01-10,1\n", "at,fact\n2026-01-10,gone\n", ["facts.csv:2: fact"]],
    [
      "at,bytes\n2026-01-10,1\n",
      "at,fact,plan,bucket\n2026-01-10,pack-bought,packs.toml,sack\n",
      ['bucket: found "sack"'],
    ],
    ["at,bytes\n2026-01-10,1\n", "at,fact,plan,bucket\n2026-01-10,pack-bought,packs.toml,plan\n", ["does not list"]],
    [
      "at,bytes\n2026-01-10,1\n",
      "at,fact,plan,bucket\n2026-01-10,pack-unsubscribed,,plam\n",
      ['facts.csv:2: bucket: found "plam"; expected a bucket of the plans: the nearest is plan; all are plan'],
    ],
    [
      "at,bytes\n2026-01-10,1\n",
      "at,fact\n2026-01-12,resumed\n2026-01-11,suspended\n2026-01-13,resumed\n",
      ['facts.csv:4: fact: found "resumed"; expected suspended before it'],
    ],
    ["at,bytes\n2026-01-10,1\n", "", ["facts.csv:1: found an empty file"]],
    ["", undefined, ["usage.csv:1: found an empty file"]],
  ])("%j %j", async (usage, facts, told) => {
    const failed = await rated(usage, facts === undefined ? {} : { facts }).catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(Fault);
    for (const text of told) expect(failed).toHaveProperty("message", expect.stringContaining(text));
    expect(failed).toMatchObject({ code: "csv-invalid", exit: "fault" });
  });

  test("a plan that the facts name and that is refused is told at its row, beside the faults of the others", async () => {
    const place = directory();
    const [usage, facts] = [join(place, "usage.csv"), join(place, "facts.csv")];
    writeFileSync(usage, "at,bytes\n2026-01-10,x\n");
    writeFileSync(
      facts,
      "at,fact,plan,bucket\n2026-01-11,plan-changed,new.toml,\n2026-01-12,pack-bought,new.toml,sack\n2026-01-13,pack-unsubscribed,,of-new\n2026-01-14,gone,,\n",
    );
    const planOf = (file: string): DataPlan => {
      if (file.endsWith("new.toml"))
        throw new Fault("plan-invalid", "the plan was refused (1 fault):\n  new.toml:3: zone");
      return PLAN;
    };
    const failed = await planRate(["p", usage, "--facts", facts], { planOf, out: async () => {} }).catch(
      (thrown: unknown) => thrown,
    );
    expect(failed).toMatchObject({ code: "csv-invalid" });
    const lines = String(failed).split("\n  ");
    expect(lines.filter((line) => /\.csv:\d+: /.test(line)).map((line) => line.replace(/^.*\//, ""))).toEqual([
      expect.stringMatching(/^usage.csv:2: bytes/),
      'facts.csv:2: plan: found "new.toml"; expected a plan file: the plan was refused (1 fault):',
      'facts.csv:3: plan: found "new.toml"; expected a plan file: the plan was refused (1 fault):',
      expect.stringMatching(/^facts.csv:5: fact/),
    ]);
    expect(String(failed)).toContain("new.toml:3: zone");
  });

  test("a thousand faults are told by the first fifty", async () => {
    const failed = await rated(`at,bytes\n${"x,1\n".repeat(1_000)}`).catch((thrown: unknown) => thrown);
    expect(failed).toHaveProperty("message", expect.stringContaining("and 950 more"));
  });

  test("a file that is not there, a directory, and one in no encoding", async () => {
    const place = directory();
    const odd = join(place, "odd.csv");
    writeFileSync(odd, Buffer.from([0x61, 0x74, 0x2c, 0xff, 0xff, 0xff, 0xff]));
    for (const file of [join(place, "none.csv"), place, odd]) {
      await expect(planRate(["p", file], { planOf: () => PLAN, out: async () => {} })).rejects.toMatchObject({
        code: "csv-invalid",
      });
    }
  });
});
