import { describe, expect, test } from "vitest";
import { Days } from "../../src/base/duration.ts";
import { wallAfter, WallMs } from "../../src/base/instant.ts";
import { CAUSE_CODES, type CauseCode } from "../../src/diagnosis/cause.ts";
import { RESUME_RULES } from "../../src/diagnosis/rules/resume-rules.ts";
import { needOf } from "../../src/replace/need.ts";
import { NEED_RULES } from "../../src/replace/need-rules.ts";
import { REASON_CODES, REASONS, reasonOf } from "../../src/replace/reasons.ts";

const NOW = WallMs(Date.UTC(2026, 10, 12, 1));
const RESUME = { now: NOW, zone: "Asia/Shanghai", cycleEnds: WallMs(Date.UTC(2026, 10, 30, 16)) };
const HAN = /\p{sc=Han}/u;
const CALM = { causes: [], overLimit: false, resume: RESUME };
const caused = (...causes: readonly CauseCode[]) => ({
  ...CALM,
  causes: causes.map((cause) => ({ cause, standing: "likely" as const })),
});

test("every cause says whether a new card helps, in both languages", () => {
  const lacking = CAUSE_CODES.filter((cause) => {
    const { en, zh } = NEED_RULES[cause].words;
    return !/^[A-Z].*\.$/.test(en) || HAN.test(en) || !HAN.test(zh);
  });
  expect(lacking).toEqual([]);
  expect(Object.keys(NEED_RULES).toSorted()).toEqual([...CAUSE_CODES].toSorted());
});

test("where only a new card brings it back a new card helps, and nowhere is it promised against what comes back by itself", () => {
  const promised = CAUSE_CODES.filter((cause) => RESUME_RULES[cause].byItself && NEED_RULES[cause].helps === "yes");
  expect(promised).toEqual([]);
  expect(CAUSE_CODES.filter((cause) => NEED_RULES[cause].helps === "yes")).toEqual(["cancelled", "sim-faulty"]);
});

test.each<[CauseCode, RegExp]>([
  ["over-limit", /back on 2026-12-01.*add-on/],
  ["pool-exhausted", /same pool.*2026-12-01/],
  ["arrears", /pay, then have it resumed/],
  ["imei-separation", /^By the diagnosis: .*Unbind first/],
  ["area-control", /area/],
  ["not-activated", /not faulty.*up to a day/],
])("%s: what helps instead is said", (cause, says) => {
  const need = needOf(caused(cause));
  expect(need).toMatchObject({ helps: "no", cause });
  expect(need.words.en).toMatch(says);
});

test.each<[CauseCode, RegExp]>([
  ["over-limit", /^By the diagnosis: .*wait until 2026-12-01/],
  ["pool-exhausted", /wait until 2026-12-01, the pool is back/],
  ["speed-capped", /wait until 2026-12-01, full speed/],
])("%s: where nothing can be bought that helps, nobody is told to buy", (cause, says) => {
  const { words } = needOf({ ...caused(cause), resume: { ...RESUME, topUp: false } });
  expect(words.en).toMatch(says);
  expect(words.zh).toContain("请等到 2026-12-01");
  expect(words.en + words.zh).not.toMatch(/add-on|加餐包|加速包/);
});

test("a plan without a known cycle is said to come back with the next one", () => {
  const { cycleEnds: _ends, ...resume } = RESUME;
  expect(needOf({ ...caused("over-limit"), resume }).words).toEqual({
    en: expect.stringContaining("the first day of the next cycle") as string,
    zh: expect.stringContaining("下一账期首日") as string,
  });
});

test("the likeliest cause decides, one that is merely possible does not", () => {
  expect(needOf(caused("arrears", "cancelled")).helps).toBe("no");
  expect(needOf({ ...CALM, causes: [{ cause: "cancelled", standing: "possible" }] }).helps).toBe("not-known");
});

test("this device's own meter says it too, where no diagnosis does", () => {
  expect(needOf({ ...CALM, overLimit: true })).toMatchObject({ helps: "no", cause: "over-limit" });
});

test("without trouble and without a reason nobody is told to change the card", () => {
  const need = needOf(CALM);
  expect(need.helps).toBe("not-known");
  expect(need.words.en).toContain("--because");
});

describe("the card's validity", () => {
  const last = { year: 2026, month: 11, day: 20 };
  test.each([
    ["ending", "perhaps", /until 2026-11-20/],
    ["ended", "perhaps", /renewal is quicker/],
    ["over", "yes", /could be renewed until 2026-11-20 only.*Only a new card helps/],
    ["valid", "not-known", /Nothing says/],
  ] as const)("%s: %s", (state, helps, says) => {
    const need = needOf({ ...CALM, validity: { state, expires: last, renewableUntil: last } });
    expect(need.helps).toBe(helps);
    expect(need.words.en).toMatch(says);
  });
});

describe("a person's reason", () => {
  test("stands before what is seen, but for data that is used up", () => {
    expect(needOf({ ...caused("arrears"), because: "lost" })).toMatchObject({ helps: "yes" });
    expect(needOf({ ...CALM, because: "used-up" })).toMatchObject({ helps: "no", cause: "over-limit" });
  });

  test("is one of the table, and every one of them speaks both languages", () => {
    expect(reasonOf("hasOwnProperty")).toBeUndefined();
    const lacking = REASON_CODES.filter((code) => {
      const { name, words } = REASONS[code];
      return ![name.zh, words.zh].every((text) => HAN.test(text)) || HAN.test(`${name.en}${words.en}`);
    });
    expect(lacking).toEqual([]);
  });
});

test("a date of the far future is a date all the same", () => {
  const resume = { ...RESUME, cycleEnds: wallAfter(NOW, Days(400)) };
  expect(needOf({ ...caused("speed-capped"), resume }).words.en).toMatch(/back on 2027-12-/);
});
