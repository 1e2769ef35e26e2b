import { expect, test } from "vitest";
import { untold } from "../../src/cli/doctor-destinations.ts";
import { shippedPlan } from "../support/shipped-carriers.ts";

const TELECOM = shippedPlan("china-telecom-4g").plan;

test("a destination of a plan that no counter tells is named, one time for all plans, and one that is told is not", () => {
  expect(untold([TELECOM, TELECOM], ["payment_up", "payment_down", "payment__store_up"])).toMatchObject([
    { verdict: "note", found: { en: expect.stringMatching(/no counter tells which bytes go to "acquirer"/) } },
  ]);
  expect(untold([TELECOM], ["payment__acquirer_up", "payment__acquirer_down"])).toEqual([]);
  expect(untold([shippedPlan("china-mobile").plan], [])).toEqual([]);
});
