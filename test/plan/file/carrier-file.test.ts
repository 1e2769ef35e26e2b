import { describe, expect, test } from "vitest";
import { readCarrier } from "../../../src/plan/file/carrier-file.ts";
import { describeFileFault } from "../../../src/toml/file-fault.ts";

const HEAD = `carrier = "acme"
title = { en = "Acme", zh = "测试" }
sources = []
`;
const STEP = `[[step]]
type = "plan"
kinds = [
  { name = "data", en = "data", zh = "流量", carries = true, source = "a leaflet" },
]
`;
const REST = `[carry_over]
voided_by = ["cancelled"]
suspension = "ignored"
[readings]
within_step = "carried-first"
ties = "as-listed"
limit = "exceeded"
add_on_lifts = true
unpaid_cycle = "nothing"
suspended_cycle = "nothing"
over_boundary = "at-start"
unknown_area = "inside"
unknown_rat = "outside"
`;

const QUERY = `[query]
to = "10086"
text = "CXYL"
`;
const REPLY = `[[query.reply]]
pattern = "截至{as_of}*已用{used}"
`;

const faultsOf = (text: string): readonly string[] => {
  const reading = readCarrier(text);
  return reading.kind === "refused" ? reading.faults.map((fault) => describeFileFault("c", fault)) : [];
};

test("a carrier's file may say how its cards are asked by SMS", () => {
  const reading = readCarrier(HEAD + STEP + REST + QUERY + REPLY);
  expect(reading).toMatchObject({
    rules: { query: { to: "10086", text: "CXYL", senders: ["10086"], imsi: [], replies: [{ unless: [] }] } },
  });
});

test("a carrier's file may say what else its cards can ask, of the same number or of another", () => {
  const balance = `[query.balance]
text = "CXYE"
[[query.balance.reply]]
pattern = "余额为{balance}"
`;
  const carried = `[query.carried]
to = "10085"
text = "CXLL"
[[query.carried.reply]]
pattern = "结转*剩余{remaining}"
`;
  const reading = readCarrier(HEAD + STEP + REST + QUERY + REPLY + balance + carried);
  const beside = { balance: { to: "10086", text: "CXYE" }, carried: { to: "10085", text: "CXLL" } };
  expect(reading).toMatchObject({ rules: { query: { text: "CXYL", beside } } });
});

test("a carrier's file gives its rules", () => {
  expect(readCarrier(HEAD + STEP + REST)).toEqual({
    kind: "carrier",
    rules: {
      carrier: "acme",
      title: { en: "Acme", zh: "测试" },
      sources: [],
      steps: [
        {
          type: "plan",
          kinds: [{ name: "data", term: { en: "data", zh: "流量" }, carries: true, source: "a leaflet" }],
        },
      ],
      carryOver: { voidedBy: ["cancelled"], suspension: "ignored" },
      readings: {
        withinStep: "carried-first",
        ties: "as-listed",
        limit: "exceeded",
        addOnLifts: true,
        unpaidCycle: "nothing",
        feeMonth: "stopped",
        packGivenUp: "pack",
        carryExpiry: "next-cycle",
        suspendedCycle: "nothing",
        overBoundary: "at-start",
        unknownArea: "inside",
        unknownRat: "outside",
      },
    },
  });
});

describe("a fault is told with its line and what is allowed", () => {
  test.each<[string, string, string]>([
    ["no steps", HEAD + REST, "c:1: step: found nothing; expected 1 to 50 tables [[step]]"],
    ["a wrong name", HEAD.replace("acme", "Acme!") + STEP + REST, 'c:1: carrier: found "Acme!"; expected a name of'],
    ["a missing word", (HEAD + STEP + REST).replace(', zh = "流量"', ""), "c:7: step[1].kinds[1].zh: found nothing;"],
    ["a step with nothing", `${HEAD}[[step]]\ntype = "a"\n${REST}`, "c:4: step[1]: found neither; expected kinds,"],
    ["an empty step", `${HEAD}[[step]]\ntype = "a"\nkinds = []\n${REST}`, "c:4: step[1]: found []; expected kinds,"],
    ["a kind twice", HEAD + STEP + STEP + REST, 'c:12: step[2].kinds[1].name: found "data"; expected a name that no'],
    [
      "a reading that is missing",
      HEAD + STEP + REST.replace('ties = "as-listed"\n', ""),
      "readings.ties: found nothing",
    ],
    [
      "a reading that there is not",
      HEAD + STEP + REST.replace("as-listed", "newest"),
      'c:14: readings.ties: found "newest"; expected one of "earliest-expiry", "as-listed"',
    ],
    [
      "an unknown key",
      HEAD + STEP + REST.replace("suspension", "suspensoin"),
      "c:11: carry_over.suspensoin: found an unknown key; expected a known one: the nearest is suspension",
    ],
    [
      "a balance among amounts of data",
      `${HEAD}${STEP}${REST}${QUERY}[[query.reply]]\npattern = "余额为{balance}"\n`,
      "query.reply[1].pattern: found {balance} among amounts of data; expected words with {used}",
    ],
    [
      "a question about the balance that reads amounts of data",
      `${HEAD}${STEP}${REST}${QUERY}${REPLY}[query.balance]\ntext = "YE"\n[[query.balance.reply]]\npattern = "剩余{remaining}"\n`,
      "query.balance.reply[1].pattern: found no {balance}; expected words with {balance}",
    ],
    [
      "a question without replies",
      `${HEAD}${STEP}${REST}${QUERY}${REPLY}[query.packs]\ntext = "TC"\n`,
      "[[query.packs.reply]]",
    ],
    ["a query without replies", `${HEAD}${STEP}${REST}${QUERY}`, "1 to 20 tables [[query.reply]]"],
    [
      "a query to a name",
      `${HEAD}${STEP}${REST}${QUERY.replace("10086", "Mobile")}${REPLY}`,
      'query.to: found "Mobile"; expected a service\'s number of 3 to 20 digits',
    ],
    [
      "a reply's pattern that finds nothing",
      `${HEAD}${STEP}${REST}${QUERY}[[query.reply]]\npattern = "用{used}"\n`,
      "query.reply[1].pattern: found {used} without words before it; expected words with {used}",
    ],
    ["no TOML", `${HEAD}x =\n`, "c:4: found a syntax error ("],
    ["too much", "#".repeat(70_000), "c:1: found 70000 characters; expected at most 65536"],
  ])("%s", (_what, text, told) => {
    expect(faultsOf(text).join("\n")).toContain(told);
  });

  test("all of them at once, in the order of their lines", () => {
    const text = (HEAD + STEP + REST)
      .replace('"acme"', "1")
      .replace("carries = true", 'carries = "yes"')
      .replace('["cancelled"]', '["sold"]')
      .replace('"ignored"', "2");
    expect(faultsOf(text).map((told) => told.split(": found")[0])).toEqual([
      "c:1: carrier",
      "c:7: step[1].kinds[1].carries",
      "c:10: carry_over.voided_by[1]",
      "c:11: carry_over.suspension",
    ]);
  });
});
