import { describe, expect, it } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import type { Overage, Tariff } from "../../src/plan/overage.ts";
import type { PoolShare } from "../../src/plan/pool-share.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { booksStanding } from "../../src/plan/rating/books-standing.ts";
import { capReached } from "../../src/plan/rating/charge.ts";
import { rate } from "../../src/plan/rating/rate.ts";
import { type BeyondQuota, leftOf } from "../../src/policy/left.ts";
import { BEGIN, LINES, MiB, stopPlan } from "../support/policy-bench.ts";

interface Case {
  readonly used: number;
  readonly pool?: PoolShare;
  readonly beyondQuota?: BeyondQuota;
}
function left(overage: Overage, { used, pool, beyondQuota = "allow" }: Case) {
  const books = rate(
    { at: WallMs(BEGIN + 1), bytes: BigInt(used) },
    openBooks(stopPlan(10 * MiB, overage), BEGIN),
  ).books;
  return leftOf({ standing: booksStanding(books, LINES, 0n, BEGIN), books, pool, beyondQuota });
}
const tariff = (more: Partial<Tariff>): Tariff => ({
  kind: "tariff",
  tiers: [{ from: 0n, price: 290_000n, per: BigInt(MiB) }],
  unit: 1_024n,
  rounded: "cycle",
  step: 10_000n,
  stepRounding: "down",
  ...more,
});

describe("what is left, and to where", () => {
  it("a plan that stops by itself ends with what was bought", () => {
    expect(left({ kind: "auto-stop" }, { used: 4 * MiB })).toEqual({
      paid: 6 * MiB,
      limit: 6 * MiB,
      beyond: "auto-stop",
    });
    expect(left({ kind: "auto-stop" }, { used: 11 * MiB })).toMatchObject({ paid: 0, limit: 0 });
  });

  it.each([
    ["unknown", { kind: "unknown" }],
    ["speed-cap", { kind: "speed-cap", bitsPerSecond: 128_000 }],
    ["tariff", tariff({})],
  ] as const)("beyond a plan with %s data goes on, or may, unless the owner wants it stopped", (_, overage) => {
    expect(left(overage, { used: 4 * MiB })).toEqual({ paid: 6 * MiB, beyond: overage.kind });
    expect(left(overage, { used: 4 * MiB, beyondQuota: "stop" })).toMatchObject({ paid: 6 * MiB, limit: 6 * MiB });
    expect(left(overage, { used: 10 * MiB, beyondQuota: "stop" })).toMatchObject({ paid: 0, limit: 0 });
  });

  it("a tariff's cap of bytes is the limit, beyond the plan as well as before it", () => {
    const capped = tariff({ capBytes: BigInt(5 * MiB) });
    expect(left(capped, { used: 4 * MiB })).toEqual({ paid: 6 * MiB, limit: 11 * MiB - 1, beyond: "tariff" });
    expect(left(capped, { used: 12 * MiB })).toMatchObject({ paid: 0, limit: 3 * MiB - 1 });
    expect(left(capped, { used: 20 * MiB })).toMatchObject({ paid: 0, limit: 0 });
  });

  it("a cap of money is the most bytes that do not reach it", () => {
    const capped = tariff({ capMoney: 1_450_000n });
    const { limit = 0 } = left(capped, { used: 10 * MiB });
    const beyond = (bytes: number) => ({ bytes: BigInt(bytes), bySession: BigInt(bytes) });
    expect(capReached(beyond(limit), capped)).toBe(false);
    expect(capReached(beyond(limit + 2_048), capped)).toBe(true);
  });

  it("a pool that is known ends for this card with its balance; one that is not known ends nowhere", () => {
    const pool: PoolShare = { binds: "pool", balance: 2_000n, left: 2_000n, goesOn: true };
    expect(left({ kind: "pool", pool: "p" }, { used: 0, pool })).toEqual({ paid: 2_000, limit: 2_000, beyond: "pool" });
    const own: PoolShare = { binds: "own-share", balance: 90_000_000n, left: BigInt(6 * MiB), goesOn: true };
    expect(left({ kind: "pool", pool: "p" }, { used: 4 * MiB, pool: own })).toMatchObject({
      paid: 6 * MiB,
      limit: 90_000_000,
    });
    const { goesOn: _goesOn, ...stops } = own;
    expect(left({ kind: "auto-stop" }, { used: 4 * MiB, pool: stops })).toMatchObject({
      paid: 6 * MiB,
      limit: 6 * MiB,
    });
    const unknown = left({ kind: "pool", pool: "p" }, { used: 4 * MiB, pool: { binds: "unknown", balance: 5n } });
    expect(unknown).toEqual({ paid: 6 * MiB, beyond: "pool" });
  });
});
