import type { Balance } from "./balance.ts";
import { type Books, listedIn } from "./books.ts";
import { type Precedence, kindOf, precedence, stepOf } from "./deduction-order.ts";
import { type PassedOver, rate, whyNot } from "./rate.ts";
import type { Usage } from "../usage.ts";
import type { Words } from "../words.ts";

/** Where a balance stands in the order of deduction. */
export type Standing =
  /** Step n of the carrier's order, from 1, under the carrier's term. */
  | { readonly by: "step"; readonly step: number; readonly term: Words }
  /** The plan says so itself. */
  | { readonly by: "priority"; readonly priority: number }
  /** The carrier knows no such kind: after its last step. */
  | { readonly by: "unknown-kind"; readonly kind: string };

/** Why some bytes were taken where they were. */
export interface ExplainedDebit {
  readonly bytes: bigint;
  /** As it was before; absent: the bytes went beyond the plan. */
  readonly balance?: Balance;
  readonly standing?: Standing;
  /** The next that would have given the bytes, and what puts it behind; absent: there was no other. */
  readonly rival?: { readonly balance: Balance; readonly behindBy?: Precedence };
  /** What stood before it, or before nothing at all, and gave nothing. */
  readonly passedOver: readonly { readonly balance: Balance; readonly why: PassedOver }[];
}

/** Each debit of some usage with its reasons, in the order of deduction; the books stay as they are. */
export function explain(usage: Usage, books: Books): readonly ExplainedDebit[] {
  const { rules, readings } = books.plan;
  let from = 0;
  return rate(usage, books).debits.map(({ bytes, balance }) => {
    const to = balance === undefined ? books.balances.length : books.balances.indexOf(balance);
    const passedOver = books.balances.slice(from, to).flatMap((other) => {
      const why = whyNot(other, usage, books);
      return why === undefined ? [] : [{ balance: other, why }];
    });
    from = to + 1;
    if (balance === undefined) return { bytes, passedOver };
    const next = books.balances.slice(from).find((other) => whyNot(other, usage, books) === undefined);
    const behindBy = next && precedence(balance, next, rules, readings, listedIn(books));
    const rival = next && { balance: next, ...(behindBy === undefined ? {} : { behindBy }) };
    return { bytes, balance, standing: standingOf(balance, books), ...(rival && { rival }), passedOver };
  });
}

function standingOf({ bucket: { kind, priority } }: Balance, { plan: { rules } }: Books): Standing {
  if (priority !== undefined) return { by: "priority", priority };
  const [step, known] = [stepOf(kind, rules), kindOf(kind, rules)];
  return step === undefined || known === undefined
    ? { by: "unknown-kind", kind }
    : { by: "step", step, term: known.term };
}
