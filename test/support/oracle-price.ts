import type { Tariff } from "../../src/plan/overage.ts";

/** Millionths of a yuan, unit by unit: each at the price of the tier that it lies in, then the fen. */
export function price(bytes: number, { tiers, repeat, unit, step, stepRounding }: Tariff): number {
  let [sum, over] = [0, 0];
  const size = Number(unit);
  const denominator = tiers.reduce((product, { per }) => product * Number(per), 1);
  for (let at = 0; at < bytes; at += size) {
    const into = repeat === undefined ? at : at % Number(repeat);
    const tier = tiers.findLast(({ from }) => Number(from) <= into);
    if (tier !== undefined) over += (size * Number(tier.price) * denominator) / Number(tier.per);
    sum += Math.floor(over / denominator);
    over %= denominator;
  }
  const whole = Math.floor(sum / Number(step)) * Number(step);
  return stepRounding === "up" && (whole < sum || over > 0) ? whole + Number(step) : whole;
}
