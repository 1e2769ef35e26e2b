import { describe, expect, test } from "vitest";
import { rejectCauseName, rejectCauseText, rejectIsPermanent } from "../../src/modem/reject-cause.ts";

describe("a refusal is named by the standard of the domain that refused", () => {
  test.each([
    ["cs", 33, "cause 33, Requested service option not subscribed"],
    ["ps", 7, "cause 7, GPRS services not allowed"],
    ["eps", 7, "cause 7, EPS services not allowed"],
    ["5gs", 7, "cause 7, 5GS services not allowed"],
    ["eps", 31, "cause 31, Redirection to 5GCN required"],
    ["5gs", 31, "cause 31, Redirection to EPC required"],
    ["5gs", 27, "cause 27, N1 mode not allowed"],
    ["eps", 27, "cause 27"],
  ] as const)("%s %i: %s", (domain, rejectCause, text) => {
    expect(rejectCauseText(domain, { causeType: 0, rejectCause })).toBe(text);
  });
});

test("a number of the modem's maker borrows neither the name nor the finality of the standard's cause", () => {
  const refusal = { causeType: 1, rejectCause: 7 };
  expect(rejectCauseName("eps", refusal)).toBeUndefined();
  expect(rejectCauseText("eps", refusal)).toBe("cause 7 in the modem maker's own numbering");
  expect(rejectIsPermanent(refusal)).toBe(false);
  expect(rejectIsPermanent({ causeType: 0, rejectCause: 7 })).toBe(true);
});

test("a refusal without a cause is said to have none, and is not final", () => {
  expect(rejectCauseText("eps", {})).toBe("no cause given");
  expect(rejectIsPermanent({})).toBe(false);
});
