import { expect, test } from "vitest";
import { type DatingPlace, datedWords, datePlan, undated } from "../../src/agent/date-plan.ts";
import { courseOf, type PlanEra } from "../../src/agent/kept-plans.ts";
import { WallMs } from "../../src/base/instant.ts";
import { shopPlan } from "../support/written-plans.ts";

const at = (text: string): WallMs => WallMs(Date.parse(`${text}:00+08:00`));
const era = (quota: string, from: string, more: Partial<PlanEra> = {}): PlanEra => ({
  written: shopPlan(quota, `shop ${quota}`),
  at: at(from),
  forced: false,
  ...more,
});

const FIRST = era("1 MB", "2026-09-01T10:00");
const SECOND = era("2 MB", "2026-10-05T10:00");
const THIRD = era("3 MB", "2026-11-02T10:00");
const PLACE: DatingPlace = {
  eras: [FIRST, SECOND, THIRD],
  now: at("2026-11-02T12:00"),
  zone: "Asia/Shanghai",
  keptFrom: at("2026-08-20T09:00"),
};

const said = (text: string, place: Partial<DatingPlace> = {}, forced = false) => {
  const dating = datePlan({ at: text, forced }, { ...PLACE, ...place });
  return dating.kind === "dated" ? dating.era : dating.why.en;
};

test("a change is dated after the one before it and up to now, to the very instant", () => {
  expect(said("2026-10-05 10:00:00")).toMatch(
    /^--at: found "2026-10-05 10:00:00", but the change to the plan before it, shop 2 MB, is dated 2026-10-05 10:00:00 \(Asia\/Shanghai\); expected an instant after that, up to now, 2026-11-02 12:00:00/,
  );
  expect(said("2026-10-05 10:00:00.001")).toMatchObject({ at: SECOND.at + 1, forced: false, readAt: THIRD.at });
  expect(said("2026-11-02 12:00", {}, true)).toMatchObject({ at: PLACE.now, forced: true, readAt: THIRD.at });
  expect(said("2026-11-02 12:00:00.001")).toMatch(/which is in the future; expected an instant up to now/);
});

test("the first plan is that of all that came before: only the hours that the books keep are in the way", () => {
  const place = { eras: [FIRST, SECOND] };
  expect(said("2026-08-20 09:00", place)).toMatchObject({ at: PLACE.keptFrom });
  expect(said("2026-08-20 08:59", place)).toMatch(/but the books keep no hours from before 2026-08-20 09:00:00/);
  // The second was only the first one written rightly.
  const corrected = { eras: [FIRST, { ...SECOND, corrected: true as const }, THIRD] };
  expect(said("2026-09-15", corrected)).toMatchObject({ at: at("2026-09-15T00:00") });
});

test("before all that the books hold the file was only wrong, where there was no other plan between", () => {
  expect(said("2026-08-19", { eras: [FIRST, SECOND] })).toMatch(
    /Did shop 2 MB hold all that time, say `cellward fact plan-corrected`$/,
  );
  expect(said("2026-10-06", { keptFrom: at("2026-10-07T00:00") })).not.toContain("plan-corrected");
});

test("a time that comes twice, since the clock is set back, is the first one, and that is said", () => {
  const dated = (text: string) => datePlan({ at: text, forced: false }, { ...PLACE, zone: "Europe/Berlin" });
  expect(dated("2026-10-25 02:30")).toMatchObject({
    era: { at: Date.parse("2026-10-25T00:30:00Z") },
    note: { en: expect.stringMatching(/comes twice/) },
  });
  expect(dated("2026-10-25 02:30+01:00")).not.toHaveProperty("note");
});

test("what was found is shown without what a terminal would obey", () => {
  const escape = "\u001b[31m";
  expect(said(`${escape}now`)).toMatch(/^--at: found ".*now", expected a date and time/);
  expect(said(`${escape}now`)).not.toContain(escape);
});

test("dated again and again it goes back to when its file was read", () => {
  const once = said("2026-10-30 12:00");
  if (typeof once === "string") throw new Error(once);
  const twice = said("2026-10-31", { eras: [FIRST, SECOND, once] }, true);
  if (typeof twice === "string") throw new Error(twice);
  expect(undated(twice)).toEqual(THIRD);
  expect(undated(THIRD)).toBeUndefined();
});

test("the words name the cycle with which the plan holds, by the plans that were in force then", () => {
  const words = (eras: readonly PlanEra[]) => {
    const course = courseOf({ eras, stated: [], lastFact: 0 });
    const last = eras.at(-1);
    if (course === undefined || last === undefined) throw new Error("there is no plan");
    return datedWords(last, course, PLACE);
  };
  expect(words([FIRST, { ...THIRD, at: at("2026-10-31T23:59") }]).en).toMatch(
    /is dated 2026-10-31 23:59:00 .*next cycle on, that of 2026-11-01 00:00:00/,
  );
  expect(words([FIRST, { ...THIRD, at: at("2026-11-01T00:00") }]).zh).toMatch(/自下个账期 2026-12-01 00:00:00/);
  const whole = { ...THIRD, forced: true };
  expect(words([FIRST, { ...whole, at: at("2026-11-01T09:30") }]).en).toMatch(/hour from 2026-11-01 09:00:00/);
  expect(words([FIRST, { ...whole, at: at("2026-11-01T09:00") }]).en).not.toMatch(/by the hour/);
});
