import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { readStatement, type Statement } from "../../src/plan/statement.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";

const NOW = WallMs(Date.parse("2026-11-20T12:00:00+08:00"));
const DECEMBER = WallMs(Date.parse("2026-12-01T00:00:00+08:00"));
const read = (said: Statement) =>
  readStatement(said, {
    books: openBooks(dataPlan([bucket("plan", { quota: 100n })]), NOW),
    now: NOW,
    packId: "pack-1",
  });
const whyOf = (said: Statement): string => {
  const reading = read(said);
  return reading.kind === "refused" ? reading.why : "";
};

test("what is said without an instant happened now; an instant without an offset is of the plan's zone", () => {
  expect(read({ name: "fee-charged" })).toEqual({ kind: "fact", fact: { name: "fee-charged", at: NOW } });
  expect(read({ name: "suspended", at: "2026-11-18 09:30" })).toEqual({
    kind: "fact",
    fact: { name: "suspended", at: Date.parse("2026-11-18T01:30:00Z") },
  });
});

test("a pack ends with the cycle, on its last day, or comes again with every cycle", () => {
  const termOf = (said: Partial<Statement>) => {
    const reading = read({ name: "pack-bought", quota: "100 MB", ...said });
    return reading.kind === "fact" && reading.fact.name === "pack-bought" ? reading.fact.bucket.term : reading;
  };
  expect(termOf({})).toEqual({ each: "once", from: NOW, to: DECEMBER });
  expect(termOf({ until: "2026-11-30" })).toEqual({ each: "once", from: NOW, to: DECEMBER });
  expect(termOf({ monthly: true })).toEqual({ each: "cycle" });
});

test("what cannot be is refused with what was found and what is allowed", () => {
  expect(whyOf({ name: "suspended", at: "yesterday" })).toContain('at: found "yesterday"; expected a date and time');
  expect(whyOf({ name: "suspended", at: "2027-01-01" })).toContain("not in the future");
  expect(whyOf({ name: "pack-bought" })).toContain("an amount of data");
  expect(whyOf({ name: "pack-bought", quota: "0 B" })).toContain("an amount of data");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", kind: "gold" })).toContain("what test calls the pack: data");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", until: "2026-11-19" })).toContain("a day that is not over");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", until: "soon" })).toContain("the pack's last day");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", until: "2026-12-31", monthly: true })).toContain("one of them");
  expect(whyOf({ name: "pack-unsubscribed", bucket: "other" })).toBe('bucket: found "other"; expected plan');
});
