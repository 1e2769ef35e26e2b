import { WallMs } from "../../src/base/instant.ts";
import { balanceName } from "../../src/plan/rating/balance.ts";
import { charge } from "../../src/plan/rating/charge.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { formatMoney } from "../../src/plan/money.ts";
import type { PlanFact } from "../../src/plan/plan-fact.ts";
import { replay } from "../../src/plan/rating/replay.ts";
import type { Usage } from "../../src/plan/usage.ts";

/** A local time of Shanghai: `2026-01-10` or `2026-01-10T12:00:00`. */
export const at = (local: string): WallMs =>
  WallMs(Date.parse(`${local.includes("T") ? local : `${local}T00:00:00`}+08:00`));

/** When, how many bytes, and what else is known of them. */
export type Use = readonly [when: string, bytes: number | bigint, more?: Partial<Usage>];

/** Which bucket gave how much, in order, what became of the rest, and what each cycle cost. */
export function story(
  plan: DataPlan,
  uses: readonly Use[],
  facts: readonly PlanFact[] = [],
  from: WallMs = at("2026-01-01"),
) {
  const drawn: string[] = [];
  const closed: string[] = [];
  const charged: string[] = [];
  const books = replay(
    plan,
    from,
    { usages: uses.map(([when, bytes, more = {}]) => ({ at: at(when), bytes: BigInt(bytes), ...more })), facts },
    {
      onDebits: (_usage, debits) =>
        drawn.push(
          debits.map(({ balance, bytes }) => `${balance ? balanceName(balance) : "beyond"} ${bytes}`).join(", "),
        ),
      onClosings: (closings) =>
        closed.push(
          ...closings.map(({ balance, fate, why }) => `${balanceName(balance)} ${balance.left}: ${fate}, ${why}`),
        ),
      onCycleEnd: ({ plan: { overage }, beyond }) => {
        if (overage.kind === "tariff") charged.push(formatMoney(charge(beyond, overage)));
      },
    },
  );
  return { drawn, closed, charged, books };
}
