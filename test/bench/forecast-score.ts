/**
 * The forecast beside vnStat's linear estimate (used so far / elapsed * whole), on made traces: per kind the mean error of
 * the cycle's total, how often the 80 % range held the truth, and how far off the run-out was. JSON on stdout.
 */
import { WallMs } from "../../src/base/instant.ts";
import { type Cycle, cycleAt, type CycleRule } from "../../src/plan/cycle.ts";
import { forecast } from "../../src/plan/forecast/forecast.ts";
import { HELD_OUT, TUNED, UNSEEN, type UsedHour, usageTrace } from "../support/usage-traces.ts";

const ZONE = "Asia/Shanghai";
const RULE: CycleRule = { every: "month", day: 1, zone: ZONE };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days after the cycle's beginning. */
const POINTS = [2.4, 4.6, 7.3, 10, 13.6, 16.5, 20.7, 24.4, 27.5];
const MID_CYCLE = 15;
const SEEDS = Number(process.argv[2] ?? 6);

interface Score {
  points: number;
  ours: number;
  linear: number;
  held: number;
  runOuts: number;
  withinDay: number;
}

const empty = (): Score => ({ points: 0, ours: 0, linear: 0, held: 0, runOuts: 0, withinDay: 0 });
const costs: number[] = [];

function scoreOf(trace: readonly UsedHour[], seed: number, score: Score, later: Score): void {
  const [first] = trace[0] ?? [WallMs(0)];
  const [last] = trace.at(-1) ?? [WallMs(0)];
  let cycle = cycleAt(first, RULE);
  for (let month = 0; cycle.to <= last; month += 1, cycle = cycleAt(cycle.to, RULE)) {
    for (const point of POINTS) {
      const asOf = WallMs(cycle.from + Math.round(point * 24) * HOUR);
      if (asOf < first + DAY / 2) continue;
      const draw = (((seed * 37 + month * 17 + Math.round(point * 10) * 7) % 80) + 10) / 100;
      for (const into of month < 2 ? [score] : [score, later])
        judge({ trace, cycle, asOf, quotaPart: point > MID_CYCLE ? draw : undefined }, into);
    }
  }
}

interface Case {
  readonly trace: readonly UsedHour[];
  readonly cycle: Cycle;
  readonly asOf: WallMs;
  /** How much of what is going to be used the quota covers: it does run out. */
  readonly quotaPart: number | undefined;
}

function judge({ trace, cycle, asOf, quotaPart }: Case, score: Score): void {
  const inCycle = trace.filter(([at]) => at >= cycle.from && at < cycle.to);
  const sum = (hours: readonly UsedHour[]): number => hours.reduce((bytes, [, more]) => bytes + Number(more), 0);
  const [truth, used] = [sum(inCycle), sum(inCycle.filter(([at]) => at < asOf))];
  const quotaLeft = Math.floor((truth - used) * (quotaPart ?? 1));
  const began = process.hrtime.bigint();
  const { total, runOut } = forecast({ used: trace, asOf, cycle: RULE, quotaLeft: BigInt(quotaLeft) });
  costs.push(Number(process.hrtime.bigint() - began) / 1e6);
  if (total === undefined) return;
  const linear = (used * (cycle.to - cycle.from)) / (asOf - cycle.from);
  score.points += 1;
  score.ours += Math.abs(Number(total.likely) - truth) / truth;
  score.linear += Math.abs(linear - truth) / truth;
  if (truth >= Number(total.low) && truth <= Number(total.high)) score.held += 1;
  if (quotaPart === undefined || quotaLeft === 0) return;
  let left = quotaLeft;
  const out = inCycle.find(([at, bytes]) => at >= asOf && (left -= Number(bytes)) <= 0)?.[0];
  if (out === undefined) return;
  score.runOuts += 1;
  if (Math.abs((runOut?.likely ?? cycle.to) - (out + HOUR)) <= DAY) score.withinDay += 1;
}

const rows: object[] = [];
for (const [set, kinds, more] of [
  ["tuned", TUNED, 0],
  ["held out", HELD_OUT, 2_000],
  ["unseen", UNSEEN, 4_000],
] as const) {
  const all = { score: empty(), later: empty() };
  for (const [kind, rhythm] of Object.entries(kinds)) {
    const own = { score: empty(), later: empty() };
    for (let seed = 1 + more; seed <= SEEDS + more; seed += 1) {
      const from = { year: 2025, month: 1 + (seed % 12), day: 1 + ((seed * 11) % 24) };
      scoreOf(usageTrace(rhythm, { seed, from, days: 185, zone: ZONE }), seed, own.score, own.later);
    }
    rows.push({ set, kind, ...own.score });
    for (const which of ["score", "later"] as const)
      for (const key of Object.keys(own[which]) as (keyof Score)[]) all[which][key] += own[which][key];
  }
  rows.push({ set, kind: "all", ...all.score });
  rows.push({ set, kind: "all, from the third month on", ...all.later });
}
costs.sort((a, b) => a - b);
process.stdout.write(JSON.stringify({ rows, medianMs: costs[costs.length >> 1] ?? 0 }));
