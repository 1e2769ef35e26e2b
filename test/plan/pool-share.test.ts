import { describe, expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { poolShare } from "../../src/plan/pool-share.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { takeFact } from "../../src/plan/rating/take-fact.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";

const at = (text: string): WallMs => WallMs(Date.parse(`${text}+08:00`));
const NOW = at("2026-11-20T12:00:00");
const PLAN = { ...dataPlan([bucket("share", { quota: 100n })]), overage: { kind: "pool", pool: "cm-07" } } as const;
const toldAt = (when: string, bytes: bigint) =>
  takeFact(openBooks(PLAN, at("2026-11-01T00:00:00")), { name: "pool-balance", at: at(when), bytes }).books;
const share = (books: ReturnType<typeof toldAt>, own: bigint | undefined, used = 0n) =>
  poolShare(books, { own, usedSince: () => used, now: NOW });

describe("what is left of a pool", () => {
  test("binds where it is less than the own share, because others used it up", () => {
    expect(share(toldAt("2026-11-20T08:00:00", 30n), 80n)).toMatchObject({ name: "cm-07", binds: "pool", left: 30n });
  });

  test("does not bind where it is more: the own share does", () => {
    expect(share(toldAt("2026-11-20T08:00:00", 3_000n), 80n)).toMatchObject({ binds: "own-share", left: 80n });
  });

  test("is what goes on when the own share is used up", () => {
    expect(share(toldAt("2026-11-20T08:00:00", 3_000n), 0n)).toMatchObject({ binds: "pool", left: 3_000n });
  });

  test("is nothing to go on with where the plan says that data stops with the own share", () => {
    const books = toldAt("2026-11-20T08:00:00", 3_000n);
    const stops = { ...books, plan: { ...books.plan, overage: { kind: "auto-stop" } as const } };
    expect(share(stops, 0n)).toMatchObject({ binds: "own-share", left: 0n });
  });

  test("is less by what this card used since, and never below nothing", () => {
    expect(share(toldAt("2026-11-20T08:00:00", 30n), 80n, 12n)?.balance).toBe(18n);
    expect(share(toldAt("2026-11-20T08:00:00", 30n), 80n, 31n)).toMatchObject({ balance: 0n, left: 0n, used: 31n });
  });

  test("is gone by for two days, and said to be stale after them", () => {
    expect(share(toldAt("2026-11-18T12:00:00", 30n), 80n)?.binds).toBe("pool");
    expect(share(toldAt("2026-11-18T11:59:59", 30n), 80n)).toMatchObject({ stale: true, binds: "unknown" });
  });

  test("is not known where nobody told it, and nothing for a card without a pool", () => {
    expect(share(openBooks(PLAN, NOW), 80n)).toEqual({ name: "cm-07", own: 80n, goesOn: true, binds: "unknown" });
    expect(share(openBooks(dataPlan([]), NOW), 80n)).toBeUndefined();
  });

  test("stays over the end of a cycle, and rates no byte", () => {
    const before = openBooks(PLAN, NOW);
    const { told, ...after } = takeFact(before, { name: "pool-balance", at: NOW, bytes: 0n }).books;
    expect(after).toEqual(before);
    expect(told?.pool?.bytes).toBe(0n);
  });
});
