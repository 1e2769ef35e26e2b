import { Hours } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { NO_SUSPICION } from "../../src/diagnosis/suspicion.ts";
import { cycleAt } from "../../src/plan/cycle.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import type { Forecast } from "../../src/plan/forecast/forecast.ts";
import { type Books, openBooks } from "../../src/plan/rating/books.ts";
import { booksStanding } from "../../src/plan/rating/books-standing.ts";
import { rate } from "../../src/plan/rating/rate.ts";
import { simplePlan } from "../../src/plan/simple-plan.ts";
import { NO_BYTES } from "../../src/policy/day-use.ts";
import type { Decision } from "../../src/policy/decision.ts";
import type { Moment } from "../../src/policy/moment.ts";
import { afterBoot } from "../../src/policy/moment.ts";
import type { Outlook } from "../../src/policy/pace.ts";
import { FRESH_POLICY, type PolicyState } from "../../src/policy/policy-state.ts";
import { type PolicyRules, step, type StepInput } from "../../src/policy/step.ts";
import { CLASSES } from "../../src/policy/traffic-classes.ts";

export const MiB = 1_048_576;
const ZONE = "Asia/Shanghai";
export const BEGIN = WallMs(Date.parse("2026-11-01T00:00:00+08:00"));
export const LINES = { thresholds: [80], conserve: 80, essential: 95 };

export const RULES: PolicyRules = {
  classes: CLASSES.pos,
  dwell: Hours(1),
  beyondQuota: "allow",
  reserve: { units: 50, unitBytes: 6_144 },
  trickle: 32_768,
  inFlight: 65_536,
  slowRate: 4_096,
  conserve: LINES.conserve,
  essential: LINES.essential,
};

/** A month of 20 MiB after which the carrier stops. */
export function stopPlan(quota = 20 * MiB, overage: DataPlan["overage"] = { kind: "auto-stop" }): DataPlan {
  const plan = simplePlan({ name: "pos", quota: BigInt(quota), cycleDay: 1, zone: ZONE, unitBase: 1024 });
  return { ...plan, overage };
}

/** A policy with a memory and a clock, over one plan. */
export class PolicyBench {
  state: PolicyState = FRESH_POLICY;
  books: Books;
  now: Moment = { wall: WallMs(BEGIN + Hours(12)), trusted: true, mono: MonoMs(60_000) };
  more: Partial<StepInput> = {};
  rules: PolicyRules;

  constructor(plan: DataPlan = stopPlan(), rules: Partial<PolicyRules> = {}) {
    this.books = openBooks(plan, this.now.wall);
    this.rules = { ...RULES, ...rules };
  }

  use(bytes: number): void {
    if (bytes > 0) this.books = rate({ at: this.now.wall, bytes: BigInt(Math.round(bytes)) }, this.books).books;
  }

  pass(ms: number): void {
    const { wall, mono } = this.now;
    this.now = { ...this.now, wall: WallMs(wall + ms), mono: MonoMs(mono + ms) };
  }

  /** What is kept is text; the monotonic clock begins anew, and the wall's shows whatever it shows. */
  reboot(now: Partial<Moment> = {}): void {
    this.now = { ...this.now, mono: MonoMs(10_000), ...now };
    const kept = JSON.parse(JSON.stringify(this.state)) as PolicyState;
    this.state = {
      ...kept,
      held: kept.held.map((one) => ({ ...one, since: afterBoot(one.since, this.now) })),
      ...(kept.day === undefined
        ? {}
        : { day: { ...kept.day, since: afterBoot(kept.day.since, this.now), seen: NO_BYTES } }),
    };
  }

  decide(more: Partial<StepInput> = {}): Decision {
    const { state, decision } = step(this.state, {
      now: this.now,
      books: this.books,
      standing: booksStanding(this.books, LINES, 0n, this.now.wall),
      suspicion: NO_SUSPICION,
      service: { data: "up" },
      spent: NO_BYTES,
      byHand: [],
      rules: this.rules,
      ...this.more,
      ...more,
    });
    this.state = state;
    return decision;
  }
}

/** A forecast of so many bytes to come, and what was left. */
export function outlook(
  low: number,
  likely: number,
  high: number,
  left: number,
  more: Partial<Forecast> = {},
): Outlook {
  const asOf = WallMs(BEGIN + Hours(12 * 24));
  const cycle = cycleAt(asOf, { every: "month", day: 1, zone: ZONE });
  const [lowest, middle, highest] = [low, likely, high].map((bytes) => BigInt(Math.round(bytes)));
  const total = { low: lowest ?? 0n, likely: middle ?? 0n, high: highest ?? 0n };
  return {
    forecast: { asOf, cycle, zone: ZONE, used: 0n, ground: "weeks", days: 30, total, runOut: {}, ...more },
    left: BigInt(left),
  };
}
