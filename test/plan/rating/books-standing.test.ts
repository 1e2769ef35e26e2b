import { expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import type { Bucket } from "../../../src/plan/bucket.ts";
import type { Overage } from "../../../src/plan/overage.ts";
import { openBooks } from "../../../src/plan/rating/books.ts";
import { booksStanding } from "../../../src/plan/rating/books-standing.ts";
import { rate } from "../../../src/plan/rating/rate.ts";
import { replay } from "../../../src/plan/rating/replay.ts";
import type { Standing } from "../../../src/plan/standing.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";

const NOW = WallMs(Date.parse("2026-11-20T12:00:00+08:00"));
const LINES = { thresholds: [50, 100], conserve: 80, essential: 95 };
const STOP: Overage = { kind: "auto-stop" };

function after(buckets: readonly Bucket[], bytes: bigint, overage: Overage = STOP): Standing {
  const plan = { ...dataPlan(buckets), overage };
  const { books } = rate({ at: NOW, bytes }, openBooks(plan, NOW));
  return booksStanding(books, LINES, bytes, NOW);
}

test("several buckets for any traffic are one quota", () => {
  expect(after([bucket("a", { quota: 60n }), bucket("b", { quota: 40n })], 70n)).toMatchObject({
    quota: 100n,
    used: 70n,
    remaining: 30n,
    share: 0.7,
    thresholdsCrossed: [50],
    overLimit: false,
  });
});

test("what only some destinations or some hours may draw is not counted as there for a payment", () => {
  const directed = bucket("video", { quota: 1_000n, scope: { destination: "video" } });
  const night = bucket("night", { quota: 1_000n, scope: { window: { from: 0, to: 360 } } });
  expect(after([directed, night, bucket("any", { quota: 100n })], 90n)).toMatchObject({
    quota: 100n,
    remaining: 10n,
    conserveReached: true,
  });
});

test("bytes beyond everything that was bought raise the share above one", () => {
  expect(after([bucket("any", { quota: 100n })], 150n)).toMatchObject({ used: 150n, remaining: 0n, overLimit: true });
});

test("a pack bought after the plan was used up is measured by itself: what went beyond before is none of its use", () => {
  const at = (minutes: number): WallMs => WallMs(NOW + minutes * 60_000);
  const pack = bucket("pack", { quota: 120n, term: { each: "once", from: at(2), to: at(60) } });
  const facts = [{ name: "pack-bought", at: at(2), bucket: pack }] as const;
  const used = (...bytes: readonly bigint[]): Standing => {
    const usages = bytes.map((amount, index) => ({ at: at(1 + 2 * index), bytes: amount }));
    const plan = { ...dataPlan([bucket("any", { quota: 30n })]), overage: STOP };
    return booksStanding(replay(plan, NOW, { usages, facts }), LINES, 0n, at(20));
  };
  expect(used(136n, 30n)).toMatchObject({
    quota: 150n,
    used: 60n,
    remaining: 90n,
    share: 0.4,
    thresholdsCrossed: [],
    essentialReached: false,
    overLimit: false,
  });
  expect(used(136n, 120n)).toMatchObject({ used: 150n, remaining: 0n, share: 1 });
  expect(used(136n, 121n)).toMatchObject({ used: 151n, remaining: 0n, overLimit: true });
});

test("an unlimited bucket has no quota to be used up", () => {
  const standing = after([bucket("any")], 5_000n);
  expect(standing).toMatchObject({ used: 5_000n, overLimit: false });
  expect(standing.quota).toBeUndefined();
});

test("where every byte is paid for there is a quota only while something was bought", () => {
  const tariff: Overage = {
    kind: "tariff",
    tiers: [{ from: 0n, price: 1n, per: 1n }],
    unit: 1n,
    rounded: "cycle",
    step: 1n,
    stepRounding: "down",
  };
  expect(after([], 5_000n, tariff).quota).toBeUndefined();
  expect(after([bucket("any", { quota: 100n })], 150n, tariff)).toMatchObject({ share: 1.5, overLimit: false });
});

test("a pack that was drawn before a plan came into force at once counts as what it still held then, so that the share is of the bytes used since", () => {
  const plan = dataPlan([bucket("old", { quota: 100n })]);
  const pack = bucket("pack", { quota: 80n, term: { each: "once", from: NOW, to: WallMs(NOW + 30 * 86_400_000) } });
  const next = { ...dataPlan([bucket("new", { quota: 200n })]), name: "next" };
  const at = (minutes: number): WallMs => WallMs(NOW + minutes * 60_000);
  const usages = [
    { at: at(1), bytes: 160n },
    { at: at(3), bytes: 110n },
  ];
  const bought = { name: "pack-bought", at: NOW, bucket: pack } as const;
  const facts = [bought, { name: "plan-changed", at: at(2), plan: next, forced: true }] as const;
  const standing = booksStanding(replay(plan, NOW, { usages, facts }), LINES, 110n, at(4));
  expect(standing).toMatchObject({ quota: 220n, used: 110n, remaining: 110n, share: 0.5 });
});
