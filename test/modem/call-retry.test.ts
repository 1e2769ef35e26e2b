import { expect, test } from "vitest";
import { Days, Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import {
  afterBackOff,
  afterFailure,
  afterRestart,
  type CallRecord,
  NO_FAILURES,
  retryDelay,
} from "../../src/modem/call-retry.ts";
import { callTrouble, saysNothing } from "../../src/modem/call-trouble.ts";

const failed = (times: number, kind: CallRecord["kind"]): CallRecord => ({ failures: times, kind });

test("temporary reasons: 30 s, doubling to an hour; permanent ones: 15 min, 1 h, 6 h, then daily", () => {
  const temporary = [1, 2, 3, 8, 50].map((times) => retryDelay(failed(times, "temporary"), 0.5));
  expect(temporary).toEqual([Seconds(30), Minutes(1), Minutes(2), Hours(1), Hours(1)]);
  const permanent = [1, 2, 3, 4, 50].map((times) => retryDelay(failed(times, "permanent"), 0.5));
  expect(permanent).toEqual([Minutes(15), Hours(1), Hours(6), Days(1), Days(1)]);
});

test.each(["temporary", "permanent"] as const)(
  "%s: never more than 30 attempts in any hour, whatever the dice say",
  (kind) => {
    let record = NO_FAILURES;
    let at = 0;
    const attempts: number[] = [];
    for (let n = 0; n < 100; n += 1) {
      record = afterFailure(record, { kind });
      at += retryDelay(record, 0);
      attempts.push(at);
    }
    const busiest = attempts.map((from) => attempts.filter((other) => other >= from && other < from + Hours(1)).length);
    expect(Math.max(...busiest)).toBeLessThanOrEqual(30);
  },
);

test("the network's own timer is waited for, and then not by all devices to the second; over a restart too", () => {
  const refused = afterFailure(NO_FAILURES, { kind: "temporary", backOff: Minutes(30) });
  const [first, last] = [retryDelay(refused, 0), retryDelay(refused, 0.999)];
  expect(first).toBeGreaterThan(Minutes(30));
  expect(last - first).toBeGreaterThan(Minutes(2));
  expect(retryDelay(afterRestart(refused), 0)).toBe(first);
  // What was a long one may be over: the modem tells of the rest.
  expect(retryDelay(afterRestart({ ...refused, backOff: Hours(12) }), 0)).toBeLessThan(Minutes(61));
});

test("a timer that the modem tells of unasked counts like one that was asked for, also after no failure", () => {
  const set = afterBackOff(NO_FAILURES, { running: true, left: Minutes(30) });
  expect(retryDelay(set, 0)).toBeGreaterThan(Minutes(30));
  const endless = afterBackOff(NO_FAILURES, { running: true });
  expect(retryDelay(endless, 0.5)).toBe(Minutes(15));
  expect(retryDelay(afterBackOff({ ...set, failures: 2 }, { running: false }), 0.5)).toBe(Minutes(1));
});

test("two devices that were refused in one second do not ask again in one second", () => {
  expect(retryDelay(failed(3, "temporary"), 0.1)).not.toBe(retryDelay(failed(3, "temporary"), 0.9));
});

test("a restart forgives part of it, and never all", () => {
  expect(afterRestart(failed(20, "temporary")).failures).toBe(3);
  expect(retryDelay(afterRestart(failed(9, "permanent")), 0)).toBeGreaterThanOrEqual(Minutes(12));
  expect(afterRestart(NO_FAILURES)).toEqual(NO_FAILURES);
});

test.each([
  ["cme", 133, "", "permanent"],
  ["cme", 127, "", "permanent"],
  ["cme", 107, "", "permanent"],
  ["cme", 126, "", "temporary"],
  ["cme", 131, "", "temporary"],
  ["cme", 148, "", "temporary"],
  ["cme", 148, "Missing or unknown APN", "permanent"],
  ["plain", undefined, "SM: USER_AUTHENTICATION_FAILED", "permanent"],
  ["plain", undefined, "Insufficient resources", "temporary"],
  ["plain", undefined, "5,33", "temporary"],
] as const)("a refusal by %s %s with the report %j is %s", (scheme, code, report, kind) => {
  const refusal = { kind: "error", scheme, text: "x", ...(code === undefined ? {} : { code }) } as const;
  expect(callTrouble("the data call", refusal, report).kind).toBe(kind);
});

test("the last cause is asked for where the error gives none", () => {
  expect(saysNothing({ kind: "error", scheme: "plain", text: "ERROR" })).toBe(true);
  expect(saysNothing({ kind: "error", scheme: "cme", code: 148, text: "148" })).toBe(true);
  expect(saysNothing({ kind: "error", scheme: "cme", code: 133, text: "133" })).toBe(false);
});
