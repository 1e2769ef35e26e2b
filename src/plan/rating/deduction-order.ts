import type { Balance } from "./balance.ts";
import type { BucketKind, CarrierRules, Readings } from "../carrier-rules.ts";

/** The step of a kind, from 1; undefined when the carrier has no such kind. */
export function stepOf(kind: string, rules: CarrierRules): number | undefined {
  const at = rules.steps.findIndex(({ kinds }) => kinds.some(({ name }) => name === kind));
  return at === -1 ? undefined : at + 1;
}

/** Undefined when the carrier has no such kind. */
export const kindOf = (kind: string, { steps }: CarrierRules): BucketKind | undefined =>
  steps.flatMap(({ kinds }) => kinds).find(({ name }) => name === kind);

/** The place of a balance among the steps: its bucket's own, else the kind's; a kind that nobody knows is drawn last. */
export const rankOf = ({ bucket }: Balance, rules: CarrierRules): number =>
  bucket.priority ?? stepOf(bucket.kind, rules) ?? rules.steps.length + 1;

/** What puts one balance before another, the weightiest first. */
export type Precedence =
  | "step"
  | "carried-first"
  | "current-first"
  | "level"
  | "earliest-expiry"
  | "as-listed"
  | "opened-first";

type Criterion = readonly [name: Precedence, compare: (a: Balance, b: Balance) => number];

/** The balances, the one to be drawn first first. `listed`: the buckets' order in the plan, by which the last tie is broken. */
export function inDeductionOrder(
  balances: readonly Balance[],
  rules: CarrierRules,
  readings: Readings,
  listed: readonly string[],
): readonly Balance[] {
  const criteria = criteriaOf(rules, readings, listed);
  return balances.toSorted((a, b) => firstDifference(a, b, criteria)?.difference ?? 0);
}

/** Why `a` is drawn before `b`; undefined: nothing tells them apart. */
export function precedence(
  a: Balance,
  b: Balance,
  rules: CarrierRules,
  readings: Readings,
  listed: readonly string[],
): Precedence | undefined {
  return firstDifference(a, b, criteriaOf(rules, readings, listed))?.name;
}

function firstDifference(a: Balance, b: Balance, criteria: readonly Criterion[]) {
  for (const [name, compare] of criteria) {
    const difference = compare(a, b);
    if (difference !== 0) return { name, difference };
  }
  return undefined;
}

function criteriaOf(rules: CarrierRules, readings: Readings, listed: readonly string[]): readonly Criterion[] {
  const place = (id: string): number => (listed.includes(id) ? listed.indexOf(id) : listed.length);
  return [
    ["step", (a, b) => rankOf(a, rules) - rankOf(b, rules)],
    ...withinStep(readings.withinStep),
    ...(readings.ties === "earliest-expiry"
      ? ([["earliest-expiry", (a, b) => a.expires - b.expires] as const] satisfies Criterion[])
      : []),
    ["as-listed", (a, b) => place(a.bucket.id) - place(b.bucket.id)],
    ["opened-first", (a, b) => a.opened - b.opened],
  ];
}

function withinStep(reading: Readings["withinStep"]): readonly Criterion[] {
  const level: Criterion = ["level", (a, b) => a.bucket.level - b.bucket.level];
  const carried: Criterion = ["carried-first", (a, b) => Number(b.carried) - Number(a.carried)];
  if (reading === "level-first") return [level, carried];
  if (reading === "carried-first") return [carried, level];
  return [["current-first", (a, b) => Number(a.carried) - Number(b.carried)], level];
}
