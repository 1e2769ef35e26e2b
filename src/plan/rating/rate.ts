import { WallMs } from "../../base/instant.ts";
import type { Balance } from "./balance.ts";
import type { Books } from "./books.ts";
import { type Beyond, capReached, roundUp } from "./charge.ts";
import { type Outside, outside } from "../scope.ts";
import type { Usage } from "../usage.ts";

/** Bytes that one balance gave, or that went beyond all of them. */
export interface Debit {
  readonly bytes: bigint;
  /** As it was before; absent: nothing that was bought covers the bytes. */
  readonly balance?: Balance;
}

export interface Rated {
  /** In the order of deduction; together they are the usage's bytes. */
  readonly debits: readonly Debit[];
  readonly books: Books;
}

/**
 * Takes the usage's bytes off the balances that cover it, in the carrier's order; what they do not hold goes beyond the
 * plan. `sessionBeyond`: bytes of the same session that went there before, in this cycle.
 */
export function rate(usage: Usage, books: Books, sessionBeyond = 0n): Rated {
  let rest = usage.bytes;
  if (rest <= 0n) return { debits: [], books };
  const debits: Debit[] = [];
  const balances = books.balances.slice();
  for (let index = 0; index < balances.length && rest > 0n; index += 1) {
    const balance = balances[index];
    if (balance === undefined || whyNot(balance, usage, books) !== undefined) continue;
    const bytes = balance.left === undefined || balance.left > rest ? rest : balance.left;
    debits.push({ bytes, balance });
    rest -= bytes;
    if (balance.left !== undefined) balances[index] = { ...balance, left: balance.left - bytes };
  }
  if (rest === 0n) return { debits, books: withLimit({ ...books, balances }, usage, 0n) };
  debits.push({ bytes: rest });
  return { debits, books: withLimit({ ...books, balances, beyond: further(books, rest, sessionBeyond) }, usage, rest) };
}

/** Why a balance is passed over. */
export type PassedOver = Outside | "used-up" | "not-yet" | "expired" | "dormant";

/** Undefined: it is drawn. */
export function whyNot(balance: Balance, usage: Usage, { plan }: Books): PassedOver | undefined {
  if (balance.left === 0n) return "used-up";
  if (usage.at < balance.opened) return "not-yet";
  if (usage.at >= balance.expires) return "expired";
  if (balance.dormant === true) return "dormant";
  return outside(balance.bucket.scope, usage, plan.cycle.zone, plan.readings);
}

function further({ plan: { overage }, beyond }: Books, bytes: bigint, before: bigint): Beyond {
  const rounded = (sum: bigint): bigint => (overage.kind === "tariff" ? roundUp(sum, overage.unit) : sum);
  return {
    bytes: beyond.bytes + bytes,
    bySession: beyond.bySession + rounded(before + bytes) - rounded(before),
  };
}

/**
 * Where there is a price for what is beyond the plan, its cap is the limit; else the plan itself is. What was beyond
 * before does not count: data that was bought since may have lifted the limit.
 */
function withLimit(books: Books, usage: Usage, beyond: bigint): Books {
  if (books.limitReached !== undefined) return books;
  const { overage, readings } = books.plan;
  const exceeded = beyond > 0n && (overage.kind !== "tariff" || capReached(books.beyond, overage));
  const last = overage.kind !== "tariff" && readings.limit === "last-byte";
  return exceeded || (last && isEmptyFor(usage, books)) ? { ...books, limitReached: WallMs(usage.at) } : books;
}

const isEmptyFor = (usage: Usage, books: Books): boolean =>
  books.balances.every((balance) => whyNot(balance, usage, books) !== undefined);
