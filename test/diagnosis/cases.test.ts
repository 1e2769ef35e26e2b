import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { wallAfter, WallMs } from "../../src/base/instant.ts";
import { CAUSE_CODES } from "../../src/diagnosis/cause.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { DIAGNOSIS_CASES } from "../support/diagnosis-cases.ts";

const NOW = WallMs(Date.UTC(2026, 10, 23, 8));
const at = wallAfter(NOW, Minutes(-5));

const TOLD = DIAGNOSIS_CASES.map((given) => {
  const { causes } = diagnose({ findings: given.found.map((kind) => ({ kind, at })), now: NOW });
  return { ...given, causes };
});
const CLEAR = TOLD.filter(({ clear }) => clear);

test("there is a case for every cause", () => {
  const told = new Set(DIAGNOSIS_CASES.flatMap(({ truth }) => truth));
  expect(CAUSE_CODES.filter((cause) => !told.has(cause))).toEqual([]);
});

test("of the clear cases at least 95 % are told right", () => {
  const wrong = CLEAR.filter(({ truth, causes }) => !truth.includes(causes[0]?.cause ?? "server-down"));
  expect(wrong.length / CLEAR.length).toBeLessThanOrEqual(0.05);
});

test("of the clear cases at least 80 % are told right with a confidence of 0.6 or more", () => {
  const sure = CLEAR.filter(
    ({ truth, causes: [first] }) => first && truth.includes(first.cause) && first.confidence >= 0.6,
  );
  expect(sure.length / CLEAR.length).toBeGreaterThanOrEqual(0.8);
});

test("the true causes are always among the first three", () => {
  const missed = TOLD.filter(({ truth, causes }) => {
    const firstThree = causes.slice(0, 3).map(({ cause }) => cause);
    return truth.some((cause) => !firstThree.includes(cause));
  });
  expect(missed.map(({ name }) => name)).toEqual([]);
});

test("nothing wrong is ever held for as sure as 0.8", () => {
  const wrong = TOLD.flatMap(({ name, truth, causes }) =>
    causes
      .filter(({ cause, confidence }) => confidence >= 0.8 && !truth.includes(cause))
      .map(({ cause }) => `${name}: ${cause}`),
  );
  expect(wrong).toEqual([]);
});
