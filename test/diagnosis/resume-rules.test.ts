import { describe, expect, test } from "vitest";
import { Days, Minutes } from "../../src/base/duration.ts";
import { WallMs, wallAfter } from "../../src/base/instant.ts";
import { CAUSE_CODES, causeRow, WITHHELD } from "../../src/diagnosis/cause.ts";
import { RESUME_RULES } from "../../src/diagnosis/rules/resume-rules.ts";
import type { ResumeFacts } from "../../src/diagnosis/rules/resume-rule.ts";

const NOW = WallMs(Date.UTC(2026, 10, 23, 8));
const DECEMBER = WallMs(Date.UTC(2026, 10, 30, 16));
const FACTS: ResumeFacts = { now: NOW, zone: "Asia/Shanghai", cycleEnds: DECEMBER };
const PLACES = ["{hotline}", "{app}", "{papers}", "{pay}", "{back}"];

test("no cause is without a row", () => {
  expect(Object.keys(RESUME_RULES).toSorted()).toEqual(CAUSE_CODES.toSorted());
});

describe.each(CAUSE_CODES)("%s", (cause) => {
  const rule = RESUME_RULES[cause];

  test("says what brings it back, who acts and what to do, in both languages", () => {
    expect(rule.acts.length).toBeGreaterThan(0);
    const { sold, notSold } = rule.topUp ?? { sold: rule, notSold: rule };
    const remedies = [rule, sold, notSold].flatMap(({ comesBack, steps }) => [comesBack, ...steps]);
    const texts = [...remedies, ...(rule.warning === undefined ? [] : [rule.warning])];
    expect(texts.filter(({ en, zh }) => en === "" || !/[\u4e00-\u9fff]/.test(zh))).toEqual([]);
    const places = texts.flatMap(({ en, zh }) => [...`${en}${zh}`.matchAll(/\{[a-z]+\}/g)].map(([place]) => place));
    expect(places.filter((place) => !PLACES.includes(place))).toEqual([]);
  });

  test("fits a slip: at most four steps, each of them short", () => {
    for (const { steps } of [rule, rule.topUp?.sold ?? rule, rule.topUp?.notSold ?? rule]) {
      expect(steps.length).toBeLessThanOrEqual(4);
      expect(steps.length).toBeGreaterThanOrEqual(2);
      expect(steps.filter(({ en, zh }) => en.length > 150 || zh.length > 60)).toEqual([]);
    }
  });

  test("has an earliest return that a known plan never puts into the past, and that nothing known does not invent", () => {
    const known = rule.earliest(FACTS);
    expect(known.kind === "at" ? known.at : NOW).toBeGreaterThanOrEqual(NOW);
    expect(rule.earliest({ now: NOW, zone: "Asia/Shanghai" }).kind).not.toBe("at");
  });

  test("looks again at least once a day, and escalates within a week", () => {
    expect(rule.probe.every).toBeLessThanOrEqual(Days(1));
    expect(rule.escalate.after).toBeLessThanOrEqual(Days(7));
  });
});

test("against a stop nobody looks more often than TS.34 allows: first after a quarter of an hour", () => {
  const early = WITHHELD.filter((cause) => (RESUME_RULES[cause].probe.after[0] ?? Days(1)) < Minutes(15));
  expect(early).toEqual([]);
});

test("over the limit it comes back with the cycle, at the latest with the carrier's lag of three days", () => {
  expect(RESUME_RULES["over-limit"].earliest(FACTS)).toEqual({
    kind: "at",
    at: DECEMBER,
    latest: wallAfter(DECEMBER, Days(3)),
  });
  expect(RESUME_RULES["over-limit"]).toMatchObject({ byItself: true });
});

test("arrears end with the resumption that somebody asks for, never by waiting", () => {
  expect(RESUME_RULES.arrears).toMatchObject({ byItself: false, acts: ["fleet-owner", "carrier"] });
  expect(RESUME_RULES.arrears.earliest(FACTS).kind).toBe("after-act");
});

test("an expired card comes back until the last day of renewal, and never after it", () => {
  const until = (day: number) => ({ ...FACTS, renewableUntil: { year: 2026, month: 11, day } });
  expect(RESUME_RULES.expired.earliest(until(23)).kind).toBe("after-act");
  expect(RESUME_RULES.expired.earliest(until(22)).kind).toBe("never");
  expect(RESUME_RULES.cancelled.earliest(FACTS).kind).toBe("never");
});

test("congestion is over when the network's timer is", () => {
  const waitsUntil = wallAfter(NOW, Minutes(20));
  expect(RESUME_RULES.congestion.earliest({ ...FACTS, waitsUntil })).toEqual({ kind: "at", at: waitsUntil });
});

test("a card that may be locked to its device comes with the warning not to move it", () => {
  const warned = CAUSE_CODES.filter((cause) => RESUME_RULES[cause].warning?.zh.includes("机卡分离"));
  expect(warned).toEqual(["violation", "imei-separation", "not-activated"]);
  expect(warned.every((cause) => causeRow(cause).side === "card")).toBe(true);
});
