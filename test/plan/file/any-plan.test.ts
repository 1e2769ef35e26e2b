import fc from "fast-check";
import { expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import { readCards } from "../../../src/plan/card-plan.ts";
import { readCarrier } from "../../../src/plan/file/carrier-file.ts";
import { explainPlan } from "../../../src/plan/file/explain-plan.ts";
import { accountOf } from "../../../src/plan/file/plan-account.ts";
import { readPlan } from "../../../src/plan/file/plan-file.ts";
import { PLAN_TEXTS } from "../../support/plan-texts.ts";
import { CARRIER_TEXTS, SHIPPED_CARRIERS } from "../../support/shipped-carriers.ts";

const VALUES = [
  '"x"',
  "-1",
  "0",
  "32",
  "1.5",
  "true",
  "[]",
  "{}",
  "2026-02-30",
  "2026-01-31",
  "inf",
  '"0 B"',
  '"1 MB"',
];

/** A text of ours in which single lines are dropped, doubled, moved or have another value. */
const damaged = (texts: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom("drop", "double", "move", "value"), fc.constantFrom(...VALUES)), {
        maxLength: 4,
      }),
    )
    .map(([text, harms]) => {
      const lines = text.split("\n");
      for (const [seed, harm, value] of harms) {
        const at = seed % lines.length;
        const line = lines[at] ?? "";
        if (harm === "drop") lines.splice(at, 1);
        else if (harm === "double") lines.splice(at, 0, line);
        else if (harm === "move") lines.push(...lines.splice(at, 1));
        else lines[at] = line.replace(/ = .*/, ` = ${value}`);
      }
      return lines.join("\n");
    });

interface Told {
  readonly line: number;
  readonly found: string;
  readonly expected: string;
}

/** A fault names a line that there is, and says what was found and what is allowed. */
const isTold = (text: string, faults: readonly Told[]): boolean =>
  faults.length > 0 &&
  faults.every(
    ({ line, found, expected }) =>
      line >= 1 && line <= text.split("\n").length && found !== "" && !/undefined|Invalid/.test(found + expected),
  );

test("a damaged plan is explained or refused in words, and never throws", () => {
  const seen = { plan: 0, refused: 0 };
  fc.assert(
    fc.property(damaged(Object.values(PLAN_TEXTS)), fc.integer({ min: 0, max: 4e12 }), (text, at) => {
      const reading = readPlan(text, SHIPPED_CARRIERS);
      seen[reading.kind] += 1;
      if (reading.kind === "refused") return isTold(text, reading.faults);
      return explainPlan(accountOf(reading.plan, WallMs(at), reading.assumed)).length >= 4;
    }),
    { numRuns: 1_500 },
  );
  expect(Math.min(seen.plan, seen.refused)).toBeGreaterThan(200);
});

test("a damaged carrier's file is read or refused in words, and never throws", () => {
  fc.assert(
    fc.property(damaged(Object.values(CARRIER_TEXTS)), (text) => {
      const reading = readCarrier(text);
      return reading.kind === "carrier" || isTold(text, reading.faults);
    }),
    { numRuns: 500 },
  );
});

test("any text is cards or is refused in words", () => {
  const cards = '[[sim]]\nmatch = { imsi = "460*" }\ncarrier = "generic"\nplan = "p"\nrole = "home"\n'.repeat(2);
  fc.assert(
    fc.property(fc.oneof(damaged([cards]), fc.string({ unit: "binary" })), (text) => {
      const reading = readCards(text, ["generic"]);
      return reading.kind === "cards" || isTold(text, reading.faults);
    }),
    { numRuns: 1_000 },
  );
});
