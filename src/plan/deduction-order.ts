import type { Balance } from "./balance.ts";
import type { CarrierRules, Readings } from "./carrier-rules.ts";

/** The step of a kind, from 1; undefined when the carrier has no such kind. */
export function stepOf(kind: string, rules: CarrierRules): number | undefined {
  const at = rules.steps.findIndex(({ kinds }) => kinds.some(({ name }) => name === kind));
  return at === -1 ? undefined : at + 1;
}

/** The place of a balance among the steps: its bucket's own, else the kind's; a kind that nobody knows is drawn last. */
export const rankOf = ({ bucket }: Balance, rules: CarrierRules): number =>
  bucket.priority ?? stepOf(bucket.kind, rules) ?? rules.steps.length + 1;

/** The balances, the one to be drawn first first. `listed`: the buckets' order in the plan, by which the last tie is broken. */
export function inDeductionOrder(
  balances: readonly Balance[],
  rules: CarrierRules,
  readings: Readings,
  listed: readonly string[],
): readonly Balance[] {
  const place = (id: string): number => (listed.includes(id) ? listed.indexOf(id) : listed.length);
  return balances.toSorted(
    (a, b) =>
      rankOf(a, rules) - rankOf(b, rules) ||
      withinStep(a, b, readings.withinStep) ||
      (readings.ties === "earliest-expiry" ? a.expires - b.expires : 0) ||
      place(a.bucket.id) - place(b.bucket.id) ||
      a.opened - b.opened,
  );
}

function withinStep(a: Balance, b: Balance, reading: Readings["withinStep"]): number {
  const carriedFirst = Number(b.carried) - Number(a.carried);
  const level = a.bucket.level - b.bucket.level;
  if (reading === "level-first") return level || carriedFirst;
  return (reading === "carried-first" ? carriedFirst : -carriedFirst) || level;
}
