import type { Money } from "../money.ts";
import type { Tariff } from "../overage.ts";

/** Bytes beyond the plan in one cycle. */
export interface Beyond {
  readonly bytes: bigint;
  /** The same, each session rounded up to the tariff's unit. */
  readonly bySession: bigint;
}

export const roundUp = (amount: bigint, step: bigint): bigint => ((amount + step - 1n) / step) * step;

/** What the carrier charges for the bytes beyond the plan of one cycle; never more than the tariff's cap. */
export function charge(beyond: Beyond, tariff: Tariff): Money {
  const billed = tariff.rounded === "session" ? beyond.bySession : roundUp(beyond.bytes, tariff.unit);
  // In parts of one denominator of all tiers: nothing is rounded before the sum is.
  const parts = tariff.tiers.reduce((product, { per }) => product * per, 1n);
  const sum = inTiers(billed, tariff, parts);
  const step = tariff.step * parts;
  const rounded = ((tariff.stepRounding === "up" ? roundUp(sum, step) : sum) / step) * tariff.step;
  return tariff.capMoney !== undefined && rounded > tariff.capMoney ? tariff.capMoney : rounded;
}

/** Whether so much was used beyond the plan that data stops. */
export function capReached(beyond: Beyond, tariff: Tariff): boolean {
  if (tariff.capBytes !== undefined && beyond.bytes >= tariff.capBytes) return true;
  return tariff.capMoney !== undefined && charge(beyond, tariff) >= tariff.capMoney;
}

function inTiers(bytes: bigint, { tiers, repeat }: Tariff, parts: bigint): bigint {
  if (repeat === undefined) return upTo(bytes, tiers, parts);
  return (bytes / repeat) * upTo(repeat, tiers, parts) + upTo(bytes % repeat, tiers, parts);
}

const upTo = (bytes: bigint, tiers: Tariff["tiers"], parts: bigint): bigint =>
  tiers.reduce((sum, { from, price, per }, index) => {
    const end = tiers[index + 1]?.from;
    const last = end === undefined || bytes < end ? bytes : end;
    return last > from ? sum + (last - from) * price * (parts / per) : sum;
  }, 0n);
