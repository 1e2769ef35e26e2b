import fc from "fast-check";
import { WallMs } from "../../src/base/instant.ts";
import type { Bucket, Term } from "../../src/plan/bucket.ts";
import type { CarrierRules } from "../../src/plan/carrier-rules.ts";
import type { CycleRule } from "../../src/plan/cycle.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import type { Overage } from "../../src/plan/overage.ts";
import type { PlanFact } from "../../src/plan/plan-fact.ts";
import type { Scope } from "../../src/plan/scope.ts";
import type { Usage } from "../../src/plan/usage.ts";
import { MOBILE_RULES, TELECOM_3G_RULES, TELECOM_4G_RULES, UNICOM_RULES } from "./carrier-rules.ts";

const ZONE = "Asia/Shanghai";
const MINUTE = 60_000;

/** A leap year's February is in reach, and a year's end. */
export const START = WallMs(Date.parse("2023-12-10T00:00:00+08:00"));
const DAYS = 130;

/** Minutes of the day where something may turn are drawn as often as all others. */
const minute = fc.oneof(fc.constantFrom(0, 0, 0, 359, 360, 419, 420, 1379, 1380, 1439), fc.nat(1439));
const instant = fc
  .tuple(fc.nat(DAYS), minute)
  .map(([day, minutes]) => WallMs(START + day * 86_400_000 + minutes * MINUTE));

/** There in one of so many. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Absent fields are absent. */
const sparse = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K] | undefined> }): fc.Arbitrary<T> =>
  fc
    .tuple(...Object.entries<fc.Arbitrary<unknown>>(fields).map(([key, value]) => fc.tuple(fc.constant(key), value)))
    .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T);

const scope = sparse<Scope>({
  destination: maybe(fc.constantFrom("acquirer", "bank"), 4),
  window: maybe(fc.record({ from: minute, to: minute }), 3),
  area: maybe(fc.constantFrom("province:guangxi", "local:wuzhou"), 4),
  rats: maybe(fc.constantFrom(["lte"], ["lte", "nr"], []), 6),
});

const term: fc.Arbitrary<Term> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ each: "cycle" as const }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: -10, max: DAYS }), fc.integer({ min: 1, max: 95 })).map(([day, days]) => ({
      each: "once" as const,
      from: WallMs(START + day * 86_400_000),
      to: WallMs(START + (day + days) * 86_400_000),
    })),
  },
);

const bucketOf = (id: fc.Arbitrary<string>, { steps }: CarrierRules): fc.Arbitrary<Bucket> =>
  sparse<Bucket>({
    id,
    kind: fc.constantFrom(...steps.flatMap(({ kinds }) => kinds.map(({ name }) => name)), "unheard-of"),
    quota: fc.oneof({ weight: 12, arbitrary: fc.bigInt(0n, 60n) }, { weight: 1, arbitrary: fc.constant(undefined) }),
    scope,
    term,
    carries: maybe(fc.boolean(), 6),
    priority: maybe(fc.constantFrom(0, 1, 1.5, 2, 2.5, 4), 6),
    level: fc.nat(2),
  });

const cycle: fc.Arbitrary<CycleRule> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      every: fc.constant("month" as const),
      day: fc.constantFrom(1, 1, 5, 27, 29, 30, 31),
      zone: fc.constant(ZONE),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      every: fc.constant("days" as const),
      days: fc.integer({ min: 3, max: 40 }),
      from: fc.record({
        year: fc.constant(2024),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 28 }),
      }),
      zone: fc.constant(ZONE),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      every: fc.constant("once" as const),
      from: fc.constantFrom({ year: 2023, month: 11, day: 30 }, { year: 2023, month: 12, day: 31 }),
      months: fc.integer({ min: 1, max: 3 }),
      zone: fc.constant(ZONE),
    }),
  },
  { weight: 1, arbitrary: fc.record({ every: fc.constant("never" as const), zone: fc.constant(ZONE) }) },
);

const tariff: fc.Arbitrary<Overage> = sparse<Overage & { kind: "tariff" }>({
  kind: fc.constant("tariff" as const),
  tiers: fc.constantFrom(
    [{ from: 0n, price: 300_000n, per: 7n }],
    [
      { from: 0n, price: 300_000n, per: 3n },
      { from: 12n, price: 0n, per: 1n },
    ],
  ),
  repeat: maybe(fc.constant(36n), 2),
  unit: fc.constantFrom(1n, 4n, 12n),
  rounded: fc.constantFrom("cycle" as const, "session" as const),
  step: fc.constantFrom(1n, 10_000n, 1_000_000n),
  stepRounding: fc.constantFrom("up" as const, "down" as const),
  capBytes: maybe(fc.constantFrom(30n, 90n), 2),
  capMoney: maybe(fc.constantFrom(600_000n, 2_000_000n), 2),
});
const overage: fc.Arbitrary<Overage> = fc.oneof(
  tariff,
  fc.constantFrom<Overage>(
    { kind: "unknown" },
    { kind: "auto-stop" },
    { kind: "pool", pool: "cm-07" },
    { kind: "speed-cap", bitsPerSecond: 128_000 },
  ),
);

const readings = fc.record({
  withinStep: fc.constantFrom("carried-first" as const, "level-first" as const, "current-first" as const),
  ties: fc.constantFrom("earliest-expiry" as const, "as-listed" as const),
  limit: fc.constantFrom("exceeded" as const, "last-byte" as const),
  addOnLifts: fc.boolean(),
  unpaidCycle: fc.constantFrom("nothing" as const, "as-ever" as const),
  feeMonth: fc.constantFrom("stopped" as const, "each" as const),
  packGivenUp: fc.constantFrom("pack" as const, "month" as const),
  carryExpiry: fc.constantFrom("next-cycle" as const, "next-month" as const),
  suspendedCycle: fc.constantFrom("nothing" as const, "by-rule" as const),
  overBoundary: fc.constantFrom("at-start" as const, "divided" as const),
  unknownArea: fc.constantFrom("inside" as const, "outside" as const),
  unknownRat: fc.constantFrom("inside" as const, "outside" as const),
});

const planOf = (rules: CarrierRules, common: fc.Arbitrary<DataPlan["readings"]>): fc.Arbitrary<DataPlan> =>
  fc
    .record({
      readings: common,
      cycle,
      buckets: fc.array(bucketOf(fc.constant(""), rules), { minLength: 1, maxLength: 9 }),
      overage,
    })
    .map((made) => ({
      name: "random",
      rules,
      unitBase: 1024,
      ...made,
      buckets: made.buckets.map((bucket, index) => ({ ...bucket, id: `b${index}` })),
    }));

const factsOf = (rules: CarrierRules, same: DataPlan["readings"]): fc.Arbitrary<readonly PlanFact[]> => {
  const packs = bucketOf(fc.constantFrom("pack", "pack-2"), rules);
  const at = instant;
  const fact: fc.Arbitrary<PlanFact> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ name: fc.constant("suspended" as const), at }) },
    { weight: 4, arbitrary: fc.record({ name: fc.constant("resumed" as const), at }) },
    { weight: 3, arbitrary: fc.record({ name: fc.constant("fee-charged" as const), at }) },
    {
      weight: 2,
      arbitrary: fc.oneof(
        fc.record({ name: fc.constant("pack-bought" as const), at, bucket: packs }),
        fc.record({
          name: fc.constant("pack-bought" as const),
          at,
          bucket: packs,
          withCycle: fc.constant(true as const),
        }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        name: fc.constant("pack-unsubscribed" as const),
        at,
        bucket: fc.constantFrom("pack", "pack-2", "b0", "b1"),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        name: fc.constant("plan-changed" as const),
        at,
        plan: planOf(rules, fc.constant(same)),
        forced: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ name: fc.constant("cancelled" as const), at }) },
    {
      weight: 1,
      arbitrary: fc.record({ name: fc.constant("pool-balance" as const), at, bytes: fc.bigInt(0n, 90n) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ name: fc.constant("account-balance" as const), at, money: fc.bigInt(-90n, 90n) }),
    },
  );
  return fc.array(fact, { maxLength: 8 }).map((facts) => facts.toSorted((a, b) => a.at - b.at));
};

export type Numbered = Usage & { readonly n: number };

const usage: fc.Arbitrary<Usage> = fc
  .tuple(
    sparse<Usage>({
      at: instant,
      bytes: fc.bigInt(0n, 40n),
      destination: maybe(fc.constantFrom("acquirer", "bank", "other"), 2),
      areas: maybe(fc.constantFrom([], ["province:guangxi"], ["province:guangxi", "local:wuzhou"]), 2),
      rat: maybe(fc.constantFrom("lte", "nr", "gsm"), 2),
      session: maybe(fc.constantFrom("s1", "s2", "s3"), 2),
    }),
    fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 4_000 })),
  )
  .map(([one, minutes]) => (minutes === 0 ? one : { ...one, until: WallMs(one.at + minutes * MINUTE) }));

export interface Case {
  readonly plan: DataPlan;
  readonly usages: readonly Numbered[];
  readonly facts: readonly PlanFact[];
}

/** A plan with months of usage and facts, in order of time. */
export const randomCase: fc.Arbitrary<Case> = fc
  .tuple(
    fc.constantFrom(TELECOM_4G_RULES, TELECOM_3G_RULES, MOBILE_RULES, UNICOM_RULES),
    fc.subarray(["plan-changed" as const, "cancelled" as const, "pack-unsubscribed" as const]),
    fc.constantFrom("fee-charged" as const, "ignored" as const),
    readings,
  )
  .chain(([given, voidedBy, suspension, same]) => {
    const rules = { ...given, carryOver: { voidedBy, suspension } };
    return fc.record({
      plan: planOf(rules, fc.constant(same)),
      usages: fc
        .array(usage, { maxLength: 60 })
        .map((usages) => usages.toSorted((a, b) => a.at - b.at).map((one, n) => ({ ...one, n }))),
      facts: factsOf(rules, same),
    });
  });
