import { describe, expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { takeFact } from "../../src/plan/rating/take-fact.ts";
import type { Validity } from "../../src/plan/validity.ts";
import { dueDates, validityStand } from "../../src/plan/validity-dates.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";

const at = (text: string): WallMs => WallMs(Date.parse(`${text}+08:00`));
const books = (validity: Validity, now: WallMs) =>
  openBooks({ ...dataPlan([bucket("plan", { quota: 100n })]), validity }, now);
const due = (validity: Validity, day: string): readonly string[] =>
  dueDates(books(validity, at(`${day}T00:01:00`)), at(`${day}T00:01:00`)).map(({ key }) => key);
const CARD: Validity = { expires: { year: 2027, month: 3, day: 14 }, renewWithinMonths: 3, retentionFee: 5_000_000n };

describe("a card of which the end is known", () => {
  test.each([
    ["2027-01-12", []],
    ["2027-01-13", ["ending 2027-03-14 60"]],
    ["2027-02-11", ["ending 2027-03-14 60"]],
    ["2027-02-12", ["ending 2027-03-14 30"]],
    ["2027-03-07", ["ending 2027-03-14 7"]],
    ["2027-03-13", ["ending 2027-03-14 1"]],
    ["2027-03-14", ["ending 2027-03-14 1"]],
    ["2027-03-15", ["ended 2027-03-14"]],
    ["2027-05-15", ["ended 2027-03-14 30"]],
    ["2027-06-07", ["ended 2027-03-14 7"]],
    ["2027-06-14", ["ended 2027-03-14 1"]],
    ["2027-06-15", ["over 2027-06-14"]],
  ])("on %s: %s", (day, keys) => {
    expect(due(CARD, day)).toEqual(keys);
  });

  test("is told by the plan's own day, not by UTC's", () => {
    expect(validityStand(books(CARD, at("2027-03-14T00:30:00")), at("2027-03-14T00:30:00"))?.daysLeft).toBe(0);
    expect(validityStand(books(CARD, at("2027-03-14T23:59:59")), at("2027-03-14T23:59:59"))?.state).toBe("ending");
    expect(validityStand(books(CARD, at("2027-03-15T00:00:00")), at("2027-03-15T00:00:00"))?.state).toBe("ended");
  });

  test("is never told of where nobody knows what day it is", () => {
    expect(dueDates(books(CARD, at("2027-03-13T00:00:00")), undefined)).toEqual([]);
  });
});

describe("a fee", () => {
  const FEE: Validity = { feeDay: 31, fee: 5_000_000n, balance: 3_500_000n };

  test("is due on its day, and on the last one of a month that is shorter", () => {
    expect(due(FEE, "2027-01-31")).toEqual(["fee 2027-01-31"]);
    expect(due(FEE, "2027-02-27")).toEqual([]);
    expect(due(FEE, "2027-02-28")).toEqual(["fee 2027-02-28"]);
    expect(due(FEE, "2028-02-29")).toEqual(["fee 2028-02-29"]);
  });

  test("of more than the account holds says how much to pay in; a balance that is stated counts, not that of the file", () => {
    const now = at("2027-01-31T08:00:00");
    const opened = books(FEE, now);
    expect(validityStand(opened, now)?.short).toBe(1_500_000n);
    expect(dueDates(opened, now)[0]?.words.en).toContain("pay in at least 1.50");
    const paid = takeFact(opened, { name: "account-balance", at: now, money: 8_000_000n }).books;
    expect(validityStand(paid, now)?.short).toBeUndefined();
    expect(dueDates(paid, now)[0]?.words.en).toContain("the account held 8.00");
  });
});

test("a plan that says nothing of the card, and a card that is cancelled, have nothing due", () => {
  const now = at("2027-03-13T08:00:00");
  expect(validityStand(openBooks(dataPlan([]), now), now)).toBeUndefined();
  expect(dueDates({ ...books(CARD, now), cancelled: true }, now)).toEqual([]);
});
