import { defined } from "../../base/defined.ts";
import { WallMs } from "../../base/instant.ts";
import { type Cycle, cycleAt, NEVER } from "../cycle.ts";
import type { DataPlan } from "../data-plan.ts";
import type { PlanFact } from "../plan-fact.ts";
import type { Scope } from "../scope.ts";
import type { Usage } from "../usage.ts";
import type { Balance } from "./balance.ts";
import type { Closing } from "./cycle-end.ts";
import { Replay } from "./replay.ts";

/** What became of one bucket in the running cycle. */
export interface BucketRow {
  readonly id: string;
  readonly kind: string;
  /** The cycle that it was carried over from; absent: it was not. */
  readonly carriedFrom?: Cycle;
  /** What it held when it was opened; absent: without a limit. */
  readonly quota?: bigint;
  /** Of what was opened in an earlier cycle: what of it was there when this one began. */
  readonly begun?: bigint;
  /** In this cycle. */
  readonly used: bigint;
  readonly left?: bigint;
  /** The first instant at which it cannot be drawn any more; absent: it does not end. */
  readonly expires?: WallMs;
  readonly scope: Scope;
  /** Not drawn before its time or before service is back; or its time ended within this cycle, and `left` is gone. */
  readonly state?: "not-yet" | "dormant" | "ended";
}

export interface BucketAccount {
  readonly cycle: Cycle;
  /** In the order in which they are drawn, those that ended last. */
  readonly rows: readonly BucketRow[];
  /** What no bucket covered in this cycle. */
  readonly beyond: bigint;
}

interface Course {
  /** Ascending, as the facts; what lies at `asOf` or after it is not looked at. */
  readonly usages: readonly Usage[];
  readonly facts: readonly PlanFact[];
  readonly asOf: WallMs;
}

/** Each bucket of the running cycle, rated as `plan rate` does. */
export function bucketAccount(plan: DataPlan, { usages, facts, asOf }: Course): BucketAccount {
  const past = usages.filter(({ at }) => at < asOf);
  const known = facts.filter(({ at }) => at <= asOf);
  const from = Math.min(past[0]?.at ?? asOf, known[0]?.at ?? asOf);
  let unlimited = new Map<string, bigint>();
  const closed: Closing[] = [];
  const run = new Replay(plan, WallMs(from), known, {
    onDebits: (_, debits) => {
      for (const { balance, bytes } of debits)
        if (balance !== undefined && balance.left === undefined)
          unlimited.set(nameOf(balance), (unlimited.get(nameOf(balance)) ?? 0n) + bytes);
    },
    onClosings: (closings) => closed.push(...closings),
    onCycleEnd: () => (unlimited = new Map()),
  });
  for (const usage of past) run.use(usage);
  run.catchUp(asOf);
  run.advance(asOf);
  const { books } = run;
  const { cycle, balances, beyond } = books;
  const row = (balance: Balance, state: BucketRow["state"]): BucketRow => {
    const { bucket, carried, opened, expires, held, begun, left } = balance;
    return defined({
      id: bucket.id,
      kind: bucket.kind,
      carriedFrom: carried ? cycleAt(WallMs(opened - 1), books.plan.cycle) : undefined,
      quota: held,
      begun,
      used: left === undefined ? (unlimited.get(nameOf(balance)) ?? 0n) : (begun ?? held ?? 0n) - left,
      left,
      expires: expires === NEVER ? undefined : expires,
      scope: bucket.scope,
      state,
    });
  };
  const ended = closed.filter(({ at, fate }) => at > cycle.from && fate === "lapsed");
  return {
    cycle,
    rows: [
      ...balances.map((balance) => row(balance, stateAt(balance, asOf))),
      ...ended.map(({ balance }) => row(balance, "ended")),
    ],
    beyond: beyond.bytes,
  };
}

const nameOf = ({ bucket, carried, opened }: Balance): string => `${bucket.id} ${carried} ${opened}`;

function stateAt({ opened, dormant }: Balance, asOf: WallMs): BucketRow["state"] {
  if (opened > asOf) return "not-yet";
  return dormant === true ? "dormant" : undefined;
}
