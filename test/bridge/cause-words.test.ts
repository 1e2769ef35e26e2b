import { expect, test } from "vitest";
import { CAUSE_CODES as ON_THE_WIRE } from "../../src/bridge/wire-codes.ts";
import { CAUSE_CODES } from "../../src/diagnosis/cause.ts";

test("firmware is told every cause that can be diagnosed, under the diagnosis's own word", () => {
  const general = ["none", "unknown", "suspended"];
  const words = Object.keys(ON_THE_WIRE).filter((word) => !general.includes(word));
  expect(words.toSorted()).toEqual([...CAUSE_CODES].toSorted());
});
