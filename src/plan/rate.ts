import { WallMs } from "../base/instant.ts";
import type { Balance } from "./balance.ts";
import type { Books } from "./books.ts";
import { type Beyond, capReached, roundUp } from "./charge.ts";
import { type Outside, outside } from "./scope.ts";
import type { Usage } from "./usage.ts";

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

/** Takes the usage's bytes off the balances that cover it, in the carrier's order; what they do not hold goes beyond the plan. */
export function rate(usage: Usage, books: Books): Rated {
  let rest = usage.bytes;
  if (rest <= 0n) return { debits: [], books };
  const debits: Debit[] = [];
  const balances = [...books.balances];
  for (const [index, balance] of books.balances.entries()) {
    if (whyNot(balance, usage, books) !== undefined) continue;
    const bytes = balance.left === undefined || balance.left > rest ? rest : balance.left;
    debits.push({ bytes, balance });
    rest -= bytes;
    if (balance.left !== undefined) balances[index] = { ...balance, left: balance.left - bytes };
    if (rest === 0n) break;
  }
  if (rest > 0n) debits.push({ bytes: rest });
  const beyond = rest > 0n ? further(books, rest) : books.beyond;
  const after = { ...books, balances, beyond };
  return { debits, books: books.limitReached === undefined ? withLimit(after, usage) : after };
}

/** Why a balance is passed over. */
export type PassedOver = Outside | "used-up" | "expired" | "dormant";

/** Undefined: it is drawn. */
export function whyNot(balance: Balance, usage: Usage, { plan }: Books): PassedOver | undefined {
  if (balance.left === 0n) return "used-up";
  if (usage.at >= balance.expires || usage.at < balance.opened) return "expired";
  if (balance.dormant === true) return "dormant";
  return outside(balance.bucket.scope, usage, plan.cycle.zone, plan.readings);
}

function further({ plan, beyond }: Books, bytes: bigint): Beyond {
  const { overage } = plan;
  const session = overage.kind === "tariff" ? roundUp(bytes, overage.unit) : bytes;
  return { bytes: beyond.bytes + bytes, bySession: beyond.bySession + session };
}

/** Where there is a price for what is beyond the plan, its cap is the limit; else the plan itself is. */
function withLimit(books: Books, usage: Usage): Books {
  const { plan, beyond } = books;
  const reached =
    plan.overage.kind === "tariff"
      ? capReached(beyond, plan.overage)
      : beyond.bytes > 0n || (plan.readings.limit === "last-byte" && isEmptyFor(usage, books));
  return reached ? { ...books, limitReached: WallMs(usage.at) } : books;
}

const isEmptyFor = (usage: Usage, books: Books): boolean =>
  books.balances.every((balance) => whyNot(balance, usage, books) !== undefined);
