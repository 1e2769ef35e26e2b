import { type Duration, Days } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";
import type { Money } from "./money.ts";
import type { Books } from "./rating/books.ts";
import { charge } from "./rating/charge.ts";
import type { Lines } from "./standing.ts";

/** How near the end of the money is that data may cost. */
export interface MoneyReach {
  readonly line: "essential" | "conserve";
  /** The tariff's own cap (封顶), or what the account was told to hold. */
  readonly what: "cap" | "account";
  /** Charged in this cycle for what went beyond the plan. */
  readonly spent: Money;
  /** The cap, or what the account held. */
  readonly of: Money;
  /** From then on a balance is too old to go by; of a cap the cycle's end. */
  readonly until: WallMs;
}

/** A monthly fee changes it by then at the latest. */
const KEEPS: Duration = Days(31);

/**
 * The nearer of the tariff's cap and of the account, at the same lines as the quota. Whether a charge of this cycle was off the balance
 * already when it was told depends on the carrier: it is taken off, so that an account is held for emptier than it may be. An
 * account that holds nothing is stopped when the carrier gets to it. Undefined: nothing asks for saving.
 */
export function moneyReach(
  { plan: { overage }, beyond, told, cycle }: Books,
  lines: Pick<Lines, "conserve" | "essential">,
  now: WallMs,
): MoneyReach | undefined {
  const spent = overage.kind === "tariff" ? charge(beyond, overage) : 0n;
  const cap = overage.kind === "tariff" ? overage.capMoney : undefined;
  const account = told?.account;
  const until = account === undefined ? cycle.to : wallAfter(account.at, KEEPS);
  const found = [
    reached({ what: "cap", spent, of: cap, until: cycle.to }, lines),
    account === undefined || account.at > now || now >= until
      ? undefined
      : reached({ what: "account", spent, of: account.money, until }, lines),
  ].filter((one) => one !== undefined);
  return found.find(({ line }) => line === "essential") ?? found[0];
}

function reached(
  { of, ...rest }: Omit<MoneyReach, "line" | "of"> & { readonly of: Money | undefined },
  { conserve, essential }: Pick<Lines, "conserve" | "essential">,
): MoneyReach | undefined {
  if (of === undefined || (of > 0n && rest.spent === 0n)) return undefined;
  const over = (percent: number): boolean => rest.spent * 100_000n >= of * BigInt(Math.round(percent * 1_000));
  const line = of <= 0n || over(essential) ? "essential" : over(conserve) ? "conserve" : undefined;
  return line === undefined ? undefined : { line, of, ...rest };
}
