import { expect, it } from "vitest";
import { Days } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { moneyReach } from "../../src/plan/money-reach.ts";
import type { Overage } from "../../src/plan/overage.ts";
import { openBooks, type ToldBalances } from "../../src/plan/rating/books.ts";
import { BEGIN, LINES, MiB, stopPlan } from "../support/policy-bench.ts";

const YUAN = 1_000_000n;
const tariff: Overage = {
  kind: "tariff",
  tiers: [{ from: 0n, price: YUAN, per: BigInt(MiB) }],
  unit: 1_024n,
  rounded: "cycle",
  step: 10_000n,
  stepRounding: "down",
  capMoney: 100n * YUAN,
};
const NOW = WallMs(BEGIN + Days(10));
const reach = (mebibytes: number, account?: bigint, overage: Overage = tariff, told = NOW) => {
  const books = openBooks(stopPlan(10 * MiB, overage), BEGIN);
  const bytes = BigInt(mebibytes * MiB);
  const balances: ToldBalances = account === undefined ? {} : { account: { money: account, at: told } };
  return moneyReach({ ...books, beyond: { bytes, bySession: bytes }, told: balances }, LINES, NOW);
};

it("what data costs beyond the plan is held against the tariff's cap at the quota's lines", () => {
  expect(reach(79)).toBeUndefined();
  expect(reach(80)).toMatchObject({ line: "conserve", what: "cap", spent: 80n * YUAN, of: 100n * YUAN });
  expect(reach(95)).toMatchObject({ line: "essential", what: "cap" });
});

it("an account that the charge empties is nearer than the cap, and one that owes stops the card whatever the plan", () => {
  expect(reach(40, 50n * YUAN)).toMatchObject({ line: "conserve", what: "account", of: 50n * YUAN });
  expect(reach(48, 50n * YUAN)).toMatchObject({ line: "essential", what: "account" });
  expect(reach(0, 0n, { kind: "auto-stop" })).toMatchObject({ line: "essential", what: "account" });
  expect(reach(0, -5n * YUAN, { kind: "unknown" })).toMatchObject({ line: "essential", of: -5n * YUAN });
  expect(reach(0, 1n, { kind: "auto-stop" })).toBeUndefined();
});

it("a balance that was told a month ago is not gone by, nor one of the future", () => {
  expect(reach(0, 0n, tariff, WallMs(NOW - Days(31)))).toBeUndefined();
  expect(reach(0, 0n, tariff, WallMs(NOW - Days(30)))).toMatchObject({ line: "essential" });
  expect(reach(0, 0n, tariff, WallMs(NOW + 1))).toBeUndefined();
});
