/**
 * Entries rated a second and bytes held, at 10, 1,000 and 100,000 entries: eight buckets, four of them with windows, a
 * year of usage at random seconds. The seed is fixed, so that two runs rate the same.
 */
import { WallMs } from "../../src/base/instant.ts";
import type { Bucket } from "../../src/plan/bucket.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { Replay } from "../../src/plan/rating/replay.ts";
import type { Usage } from "../../src/plan/usage.ts";
import { TELECOM_4G_RULES } from "../support/carrier-rules.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";

const START = Date.parse("2026-01-01T00:00:00+08:00");
const YEAR = 365 * 86_400_000;
const MB = 1n << 20n;
const ROUNDS = 7;

const windowed = (id: string, kind: string, from: number, to: number): Bucket =>
  bucket(id, { kind, quota: 40n * MB, scope: { window: { from, to } } });

function planWith(overBoundary: "at-start" | "divided"): DataPlan {
  const buckets = [
    bucket("bank", { kind: "directed", quota: 20n * MB, scope: { destination: "acquirer" } }),
    windowed("night", "idle", 23 * 60, 7 * 60),
    windowed("noon", "idle", 12 * 60, 14 * 60),
    windowed("gift", "gift-province", 18 * 60, 20 * 60),
    bucket("province", { kind: "plan-province", quota: 30n * MB, scope: { area: "province:guangxi" } }),
    windowed("chat", "chat", 6 * 60, 23 * 60),
    bucket("national", { kind: "plan-national", quota: 50n * MB }),
    bucket("meal", { kind: "add-on-4g", quota: 100n * MB }),
  ];
  return { ...dataPlan(buckets, { readings: { overBoundary } }), rules: TELECOM_4G_RULES };
}

/** Spread over a year, as used by a terminal: 3 GB of it. */
function usage(count: number): readonly Usage[] {
  let seed = 20_160_115;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const mean = Math.floor(3e9 / count / 2);
  return Array.from({ length: count }, (_, index) => {
    const at = WallMs(START + Math.floor((index * YEAR) / count));
    return {
      at,
      until: WallMs(at + 1_000 * (1 + random(900))),
      bytes: BigInt(1 + random(Math.min(mean, 60_000) * 2)),
      ...(random(3) === 0 ? { destination: "acquirer" } : {}),
      areas: random(2) === 0 ? ["province:guangxi"] : [],
    };
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function measure(plan: DataPlan, count: number) {
  const entries = usage(count);
  const perSecond: number[] = [];
  let debits = 0;
  let held = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const times = Math.max(1, Math.floor(20_000 / count));
    const before = process.cpuUsage();
    let last: Replay | undefined;
    for (let time = 0; time < times; time += 1) {
      last = new Replay(plan, WallMs(START), [], { onDebits: (_usage, drawn) => (debits += drawn.length) });
      for (const entry of entries) last.use(entry);
    }
    const { user, system } = process.cpuUsage(before);
    perSecond.push((count * times) / ((user + system) / 1e6));
    globalThis.gc?.();
    const full = process.memoryUsage().heapUsed;
    if (last?.books.balances.length === 0) throw new RangeError("nothing is left to be measured");
    last = undefined;
    globalThis.gc?.();
    held = full - process.memoryUsage().heapUsed;
  }
  return { count, perSecond: median(perSecond), held, debits: debits / ROUNDS };
}

const results = (["at-start", "divided"] as const).flatMap((reading) =>
  [10, 1_000, 100_000].map((count) => ({
    reading,
    ...measure(planWith(reading), count),
    rss: process.memoryUsage().rss,
  })),
);
process.stdout.write(JSON.stringify(results));
