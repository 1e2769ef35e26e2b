import { expect, test } from "vitest";
import { factArguments } from "../../src/cli/fact-order.ts";

const order = (...argv: readonly string[]) => factArguments(argv).order("tester");

test("an account may owe, and its amount is no option", () => {
  for (const argv of [
    ["account-balance", "-5"],
    ["account-balance", "-5", "--at", "2026-11-20"],
    ["account-balance", "--at", "2026-11-20", "--", "-5"],
  ])
    expect(order(...argv)).toMatchObject({ do: "state-fact", name: "account-balance", amount: "-5" });
  expect(() => order("account-balance", "-x")).toThrow(/Unknown option '-x'/);
});

test("an option that a fact does not take is refused, and what a pack is bound to is said along", () => {
  expect(() => order("fee-charged", "--quota", "5MB")).toThrow(
    "--quota does not belong to `fact fee-charged`; expected --at",
  );
  expect(() => order("pack-unsubscribed", "--bucket", "a", "--monthly")).toThrow(/--monthly does not belong/);
  expect(order("pack-bought", "--quota", "5MB", "--kind", "idle-pack", "--window", "23:00-07:00")).toEqual({
    do: "state-fact",
    by: "tester",
    name: "pack-bought",
    quota: "5MB",
    kind: "idle-pack",
    window: "23:00-07:00",
  });
});

test("what is no fact, or nothing that the platform writes, is answered with what is allowed", () => {
  expect(() => order("nosuch", "3")).toThrow(/"nosuch" is no fact that can be stated; allowed: .*cmp-status VALUE/);
  expect(() => order("cmp-status", "99")).toThrow('cmp-status: found "99"; expected 1, 3, 4, 5, 6, 7');
  expect(() => order("onelink-stop", "xyz")).toThrow(/found "xyz"; expected 11 or 12 digits, a 2 at the place/);
  expect(() => order("jasper-state")).toThrow(/found nothing; expected 1, 2,.* ACTIVATED/);
  expect(() => order("person-says", "rain")).toThrow(
    /person-says: found "rain"; expected one of others-too, others-fine,/,
  );
  expect(order("person-says", "others-too")).toMatchObject({ do: "person-says", says: "others-too" });
  expect(order("person-says", "rat-not-allowed")).toMatchObject({ do: "person-says", says: "rat-not-allowed" });
  expect(() => order("person-says", "path-open")).toThrow(/found "path-open"/);
  expect(() => order("person-says", "toString")).toThrow(/found "toString"/);
  expect(() => order("platform-shows", "下雨")).toThrow(
    /found "下雨"; expected the words of its page, such as 停机保号/,
  );
  expect(order("platform-shows", "停机保号")).toMatchObject({ do: "platform-says", value: "停机保号" });
  expect(order("jasper-state", "activated")).toMatchObject({ do: "platform-says", value: "activated" });
  expect(() => order("plan-changed")).toThrow(
    /systemctl reload cellward.*next cycle.*at once.*fact plan-now.*fact plan-changed --at INSTANT/,
  );
  expect(() => order("plan-now", "3")).toThrow('an argument too many: "3"');
});

test("the plan that came last is dated by the instant alone", () => {
  const at = "2026-10-30 12:00";
  expect(order("plan-changed", "--at", at)).toEqual({ do: "date-plan", by: "tester", at });
  expect(order("plan-now", "--at", at)).toEqual({ do: "hasten-plan", by: "tester", at });
  expect(order("plan-now")).toEqual({ do: "hasten-plan", by: "tester" });
  expect(() => order("plan-changed", "--at", at, "--quota", "5MB")).toThrow(
    "--quota does not belong to `fact plan-changed`; expected --at",
  );
  expect(() => order("plan-now", "--monthly")).toThrow("--monthly does not belong to `fact plan-now`; expected --at");
  expect(() => order("plan-changed", "new", "--at", at)).toThrow('an argument too many: "new"');
  expect(() => order("plan-now", "--at", "x".repeat(81))).toThrow("--at: found 81 characters; expected 1 to 80");
  for (const name of ["plan-later", "plan-corrected"])
    expect(() => order(name, "--at", at)).toThrow(/--at belongs to a fact of the plan/);
});
