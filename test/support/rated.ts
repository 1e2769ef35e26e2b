import type { WallMs } from "../../src/base/instant.ts";
import type { Balance } from "../../src/plan/rating/balance.ts";
import { charge } from "../../src/plan/rating/charge.ts";
import { BEGINNING, NEVER } from "../../src/plan/cycle.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { replay } from "../../src/plan/rating/replay.ts";
import type { Verdict } from "./oracle-rater.ts";
import { type Case, START } from "./random-plans.ts";

const instant = (at: WallMs): number => (at === BEGINNING ? -Infinity : at === NEVER ? Infinity : at);
const nameOf = ({ bucket, carried, opened, expires }: Balance): string =>
  `${bucket.id}${carried ? "'" : ""}[${instant(opened)},${instant(expires)})`;

export const roundsBySession = ({ overage }: DataPlan): boolean =>
  overage.kind === "tariff" && overage.rounded === "session";

/** What src/plan makes of a case, in the oracle's words. */
export function rated({ plan, usages, facts }: Case): Verdict {
  const debits: [string, bigint][][] = [];
  for (const { n } of usages) debits[n] ??= [];
  const closings: string[] = [];
  const charges: string[] = [];
  const books = replay(
    plan,
    START,
    { usages, facts },
    {
      onDebits: (usage, drawn) => {
        const given = (debits[usage.n] ??= []);
        for (const { balance, bytes } of drawn) {
          const name = balance === undefined ? "beyond" : nameOf(balance);
          const last = given.at(-1);
          if (last?.[0] === name) last[1] += bytes;
          else given.push([name, bytes]);
        }
      },
      onClosings: (closed) => {
        for (const { at, balance, fate } of closed) {
          closings.push(`${at} ${nameOf(balance)} ${balance.left ?? Infinity} ${fate}`);
        }
      },
      onCycleEnd: ({ plan: { overage }, beyond }, at) => {
        if (overage.kind === "tariff" && beyond.bytes > 0n) charges.push(`${at} ${charge(beyond, overage)}`);
      },
    },
  );
  return {
    debits: debits.map((given) => given.map(([name, bytes]) => `${name} ${bytes}`).join(", ")),
    closings: closings.toSorted(),
    pots: books.balances.map((balance) => `${nameOf(balance)} ${balance.left ?? Infinity}`).toSorted(),
    beyond: Number(books.beyond.bytes),
    beyondBySession: roundsBySession(books.plan) ? Number(books.beyond.bySession) : undefined,
    limit: books.limitReached,
    charges,
  };
}
