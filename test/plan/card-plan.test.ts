import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type CardRule, choosePlan, readCards } from "../../src/plan/card-plan.ts";
import { describeFileFault } from "../../src/toml/file-fault.ts";
import { PLAN_TEXTS, acceptedPlan } from "../support/plan-texts.ts";
import { SHIPPED_CARRIERS } from "../support/shipped-carriers.ts";

const CARRIERS = SHIPPED_CARRIERS.map(({ carrier }) => carrier);
const EXAMPLE = readFileSync(new URL("../../config/cards.example.toml", import.meta.url), "utf8");

function rulesOf(text: string): readonly CardRule[] {
  const reading = readCards(text, CARRIERS);
  return reading.kind === "cards" ? reading.rules : [];
}

function faultsOf(text: string): readonly string[] {
  const reading = readCards(text, CARRIERS);
  return reading.kind === "refused" ? reading.faults.map((fault) => describeFileFault("s", fault)) : [];
}

const sim = (match: string, plan: string, more = ""): string =>
  `[[sim]]\nmatch = { ${match} }\ncarrier = "generic"\nplan = "${plan}"\n${more}`;

describe("the plan of a card", () => {
  const rules = rulesOf(EXAMPLE);

  test("is that of the first rule that fits", () => {
    expect(choosePlan(rules, { iccid: "89860412345678901234", imsi: "460041234567890" })).toEqual({
      carrier: "china-mobile-iot",
      plan: "china-mobile-pool",
      pool: "cm-07",
      role: "home",
    });
    expect(choosePlan(rules, { iccid: "89860012345678901234", imsi: "460001234567890" })).toMatchObject({
      plan: "china-mobile",
      role: "visitor",
    });
    const two = rulesOf(sim('imsi = "460*"', "first") + sim('imsi = "46001*"', "second"));
    expect(choosePlan(two, { imsi: "460011234567890" })?.plan).toBe("first");
  });

  test("is not known where no rule fits, nor where a number that a rule asks for was not read", () => {
    expect(choosePlan(rules, { iccid: "89860312345678901234", imsi: "460111234567890" })).toBeUndefined();
    expect(choosePlan(rules, { iccid: "89860412345678901234" })).toBeUndefined();
    expect(choosePlan(rulesOf(sim('iccid = "*"', "all")), {})).toBeUndefined();
  });

  test.each([
    ["898604*", "89860412", true],
    ["898604*", "89860312", false],
    ["*1234", "89861234", true],
    ["*1234", "898612345", false],
    ["8986*12*4", "898600120004", true],
    ["8986*12*4", "898600210004", false],
    ["89*9", "89", false],
    ["89*9", "899", true],
    ["8986", "8986", true],
    ["8986", "89861", false],
    ["*", "1", true],
    ["898602f2*", "898602F2191970341882", true],
  ])("%s fits %s: %s", (pattern, iccid, fits) => {
    expect(choosePlan(rulesOf(sim(`iccid = "${pattern}"`, "p")), { iccid }) !== undefined).toBe(fits);
  });

  test("is found at once also by a pattern of stars that nearly fits", () => {
    const stars = rulesOf(sim(`iccid = "${"*1".repeat(15)}*2"`, "p"));
    expect(choosePlan(stars, { iccid: "1".repeat(20) })).toBeUndefined();
  });

  test("of the example is one of the example plans, of the same carrier", () => {
    for (const { plan, carrier } of rules)
      expect(acceptedPlan(PLAN_TEXTS[`${plan}.toml`] ?? "").rules.carrier).toBe(carrier);
  });
});

describe("a fault is told with its line", () => {
  test.each<[string, string, string]>([
    ["no rules", "", "s:1: sim: found nothing; expected 1 to 10000 tables [[sim]]"],
    [
      "an unknown table",
      `${sim('imsi = "1*"', "p")}[cards]\n`,
      "s:5: cards: found an unknown key; expected one of sim",
    ],
    ["an expression", sim('imsi = "460[0-9]+"', "p"), 's:2: sim[1].match.imsi: found "460[0-9]+"; expected a pattern'],
    ["no pattern", sim("", "p"), "s:2: sim[1].match: found no pattern; expected iccid or imsi, or both"],
    ["no match", '[[sim]]\ncarrier = "generic"\nplan = "p"\n', "s:1: sim[1].match: found nothing; expected a table"],
    ["a misspelt key", sim('icid = "1*"', "p"), "sim[1].match.icid: found an unknown key; expected a known one"],
    ["an unknown carrier", sim('imsi = "1*"', "p").replace("generic", "acme"), 's:3: sim[1].carrier: found "acme"'],
    ["a path for a plan", sim('imsi = "1*"', "../p"), 's:4: sim[1].plan: found "../p"; expected a name of'],
    ["a role that there is not", sim('imsi = "1*"', "p", 'role = "guest"\n'), 's:5: sim[1].role: found "guest"'],
    [
      "a rule that is never reached",
      sim('imsi = "1*"', "p") + sim('imsi = "1*"', "q"),
      "s:6: sim[2].match: found a rule that is never reached: sim[1] fits the same cards",
    ],
    ["a rule behind one for all", sim('iccid = "*"', "p") + sim('imsi = "1*"', "q"), "sim[2].match: found a rule that"],
    ["no TOML", "[[sim]\n", "s:1: found a syntax error"],
    ["a megabyte", "#".repeat(1_048_577), "s:1: found 1048577 characters"],
  ])("%s", (_what, text, told) => {
    expect(faultsOf(text).join("\n")).toContain(told);
  });

  test("all of them at once", () => {
    const text = sim('imsi = "x"', "P") + sim('iccid = "y"', "q", "pool = 1\n");
    expect(faultsOf(text).map((told) => told.split(": found")[0])).toEqual([
      "s:2: sim[1].match.imsi",
      "s:4: sim[1].plan",
      "s:6: sim[2].match.iccid",
      "s:9: sim[2].pool",
    ]);
  });
});

test("the rules of a fleet of ten thousand cards are read, and a fault among the last has its line", () => {
  const fleet = Array.from({ length: 9_999 }, (_, i) => sim(`iccid = "8986${i}"`, "p")).join("");
  expect(rulesOf(fleet)).toHaveLength(9_999);
  expect(faultsOf(fleet + sim('iccid = "8986"', "P!"))[0]).toMatch(/^s:40000: sim\[10000\]\.plan: /);
});
