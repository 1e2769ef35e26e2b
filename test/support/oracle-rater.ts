import type { WallMs } from "../../src/base/instant.ts";
import type { Bucket } from "../../src/plan/bucket.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import type { Tariff } from "../../src/plan/overage.ts";
import type { PlanFact } from "../../src/plan/plan-fact.ts";
import type { Usage } from "../../src/plan/usage.ts";
import { price } from "./oracle-price.ts";
import { clock, cycleOf, type Span } from "./shanghai-calendar.ts";

/**
 * A second rater, written from the carriers' words (Wuzhou Daily, 2016-01-15) and not from src/plan: one byte at a time,
 * in plain numbers, with a calendar of its own that knows one zone, Asia/Shanghai since 1992. Slow on purpose.
 */
export interface Verdict {
  /** One line per usage: what each pot gave, in the order of its bytes. */
  readonly debits: readonly string[];
  readonly closings: readonly string[];
  readonly pots: readonly string[];
  readonly beyond: number;
  /** Only where the price is for it. */
  readonly beyondBySession: number | undefined;
  readonly limit: number | undefined;
  /** One line per cycle with something beyond: when it ended, millionths of a yuan. */
  readonly charges: readonly string[];
}

interface Pot {
  readonly bucket: Bucket;
  readonly carried: boolean;
  readonly from: number;
  to: number;
  left: number;
  asleep: boolean;
}

type Traffic = Omit<Usage, "at"> & { readonly at: number };

export class OracleRater {
  private plan: DataPlan;
  private nextPlan: DataPlan | undefined;
  private span: Span;
  /** When the month began of which a forced change may have cut off a part. */
  private month: number;
  private changedThisMonth = false;
  private pots: Pot[] = [];
  private bought: Bucket[] = [];
  private dropped = new Set<string>();
  private cancelled = false;
  private stops: Span[] = [];
  private fee = false;
  private gone = new Set<string>();
  private beyond = 0;
  private beyondBySession = 0;
  private limit: number | undefined;
  private readonly sessions = new Map<string | number, number>();
  private readonly debits: [string, number][][] = [];
  private readonly closings: string[] = [];
  private readonly charges: string[] = [];

  constructor(plan: DataPlan, start: WallMs) {
    this.plan = plan;
    this.span = cycleOf(start, plan.cycle);
    this.month = this.span.from;
    for (const bucket of plan.buckets) if (bucket.term.each === "once") this.pour(bucket, this.span, start);
    this.renew(this.span);
  }

  run(usages: readonly Usage[], facts: readonly PlanFact[]): Verdict {
    const told = facts
      .map((fact, index) => ({ fact, index }))
      .toSorted((a, b) => a.fact.at - b.fact.at || a.index - b.index);
    // What of each usage is still to come, and since when it is.
    const due = usages.map((usage, index) => ({ usage, index, at: Number(usage.at), spent: 0 }));
    for (;;) {
      const next = due.reduce<(typeof due)[number] | undefined>(
        (best, one) =>
          best === undefined || one.at < best.at || (one.at === best.at && one.usage.at < best.usage.at) ? one : best,
        undefined,
      );
      const fact = told[0]?.fact;
      if (fact !== undefined && (next === undefined || fact.at <= next.at)) {
        told.shift();
        this.passTo(fact.at);
        this.learn(fact);
      } else if (next === undefined) break;
      else {
        this.passTo(next.at);
        const { usage, at, spent } = next;
        const until = usage.until ?? usage.at;
        const cut = this.plan.readings.overBoundary === "divided" ? this.cut(at, until, fact?.at) : until;
        const whole = Number(usage.bytes);
        const bytes = cut >= until ? whole : Math.floor((whole * (cut - usage.at)) / (until - usage.at));
        this.use(usage, next.index, at, bytes - spent);
        if (cut >= until) due.splice(due.indexOf(next), 1);
        else Object.assign(next, { at: cut, spent: bytes });
      }
    }
    return {
      debits: this.debits.map((given) => given.map(([name, bytes]) => `${name} ${bytes}`).join(", ")),
      closings: this.closings,
      pots: this.pots.map((pot) => `${nameOf(pot)} ${pot.left}`).toSorted(),
      beyond: this.beyond,
      beyondBySession: this.roundsBySession() ? this.beyondBySession : undefined,
      limit: this.limit,
      charges: this.charges,
    };
  }

  /** The next instant at which something else may be drawn, minute by minute but for facts. */
  private cut(at: number, until: number, fact: number | undefined): number {
    const end = Math.min(until, fact ?? until);
    for (let minute = Math.floor(at / 60_000 + 1) * 60_000; minute < end; minute += 60_000) {
      if (minute >= this.span.to) return minute;
      const opens = this.pots.some(({ from, to }) => from === minute || to === minute);
      const turns = this.pots.some(({ bucket: { scope } }) =>
        [scope.window?.from, scope.window?.to].some((edge) => edge !== undefined && edge % 1440 === clock(minute)),
      );
      if (opens || turns) return minute;
    }
    return end;
  }

  private passTo(at: number): void {
    for (;;) {
      const edge = Math.min(this.span.to, ...this.pots.map(({ to }) => to));
      if (!(edge <= at)) return;
      if (edge === this.span.to) this.turnOver(edge, this.nextPlan ?? this.plan, this.nextPlan !== undefined);
      else {
        // A pack that ends within a month has no month's end at which a rest could move on.
        for (const pot of this.pots.filter(({ to }) => to === edge)) this.close(pot, edge, "lapsed");
        this.pots = this.pots.filter(({ to }) => to !== edge);
      }
    }
  }

  /** The end of a month, or of what a forced change cuts short. */
  private turnOver(edge: number, plan: DataPlan, changed: boolean): void {
    const cut = edge < this.span.to;
    // What December handed on is good to the end of January, whatever plan January ends with.
    const over = this.pots.filter((pot) => pot.to <= edge || (cut && !pot.carried && pot.bucket.term.each === "cycle"));
    const moving = over.filter((pot) => this.moves(pot, edge, changed));
    for (const pot of over) this.close(pot, edge, moving.includes(pot) ? "carried-over" : "lapsed");
    this.pots = this.pots.filter((pot) => !over.includes(pot));
    const asleep = this.plan.rules.carryOver.suspension === "fee-charged" && this.stoppedAt(edge);
    const span = { from: edge, to: cycleOf(edge, plan.cycle).to };
    // "October's can be used to the end of November": the month that was cut short is the same month still.
    const whole = this.span.to === Infinity ? edge : this.span.to;
    const nextEnd = cut && this.span.to !== Infinity ? cycleOf(this.span.to, this.plan.cycle).to : span.to;
    const byMonth = this.plan.readings.carryExpiry === "next-month";
    // 次月月底: of the month in which the last moment of what was paid for lay.
    const to = byMonth ? monthAfter(monthAfter(whole - 1)) : nextEnd;
    for (const { bucket, left } of moving) {
      this.pots.push({ bucket, carried: true, from: edge, to, left, asleep });
    }
    if (changed) this.adopt(plan, edge);
    const { overage } = this.plan;
    if (overage.kind === "tariff" && this.beyond > 0) {
      const yuan = price(this.due(overage), overage);
      this.charges.push(`${edge} ${Math.min(yuan, Number(overage.capMoney ?? Infinity))}`);
    }
    this.plan = plan;
    this.nextPlan = undefined;
    if (!cut) {
      this.fee = false;
      this.gone.clear();
      this.month = span.from;
    }
    this.changedThisMonth = cut;
    this.span = span;
    this.beyond = 0;
    this.beyondBySession = 0;
    this.limit = undefined;
    this.sessions.clear();
    this.renew(span);
  }

  /** What another plan brings beside what it opens with its cycles. */
  private adopt(plan: DataPlan, at: number): void {
    this.bought = this.bought.filter(({ id }) => !this.dropped.has(id));
    this.dropped.clear();
    for (const bucket of this.cancelled ? [] : plan.buckets) {
      // A pack that both plans list was bought one time and goes on.
      const { id, term } = bucket;
      const same = ({ bucket: { id: other, term: bought } }: Pot): boolean =>
        other === id && bought.each === "once" && term.each === "once" && bought.from === term.from;
      if (term.each === "once" && !this.pots.some(same)) this.pour(bucket, this.span, at);
    }
  }

  /** Forced with the first instant of a month: that month is the new plan's, nothing of it is over. */
  private startOver(at: number, plan: DataPlan): void {
    this.pots = this.pots.filter(({ bucket, carried }) => carried || bucket.term.each === "once");
    this.span.to = cycleOf(at, plan.cycle).to;
    this.adopt(plan, at);
    this.plan = plan;
    this.nextPlan = undefined;
    this.renew(this.span);
  }

  private moves({ bucket, carried, left }: Pot, edge: number, changed: boolean): boolean {
    const { rules, readings } = this.plan;
    const kind = rules.steps.flatMap(({ kinds }) => kinds).find(({ name }) => name === bucket.kind);
    if (carried || left === 0 || left === Infinity) return false;
    // What was bought once is no month's plan, whatever its kind says: only its own word lets it move.
    if (!(bucket.carries ?? (bucket.term.each === "cycle" && (kind?.carries ?? false)))) return false;
    if (this.plan.cycle.every === "once") return false;
    const { voidedBy } = rules.carryOver;
    if (voidedBy.includes("plan-changed") && (changed || this.changedThisMonth)) return false;
    if (
      voidedBy.includes("pack-unsubscribed") &&
      (readings.packGivenUp === "month" ? this.gone.size > 0 : this.gone.has(bucket.id))
    )
      return false;
    const stopped = this.stops
      .map(({ from, to }) => ({ since: from, from: Math.max(from, this.month), to: Math.min(to, edge) }))
      .filter(({ from, to }) => from < to);
    if (stopped.length === 0) return true;
    // 停机当月: the month in which the card was stopped.
    const begun = stopped.some(({ since }) => since >= this.month);
    const asked = readings.feeMonth === "each" || begun;
    if (!this.fee && asked && readings.unpaidCycle === "nothing") return false;
    const whole = stopped.reduce((sum, { from, to }) => sum + to - from, 0) === edge - this.month;
    return !(whole && readings.suspendedCycle === "nothing");
  }

  private stoppedAt(at: number): boolean {
    return this.stops.some(({ from, to }) => from <= at && at < to);
  }

  private close(pot: Pot, at: number, fate: string): void {
    this.closings.push(`${at} ${nameOf(pot)} ${pot.left} ${fate}`);
  }

  private renew(span: Span): void {
    if (this.cancelled) return;
    if (this.plan.cycle.every === "once" && (span.from === -Infinity || span.to === Infinity)) return;
    for (const bucket of [...this.plan.buckets, ...this.bought]) {
      if (bucket.term.each === "cycle" && !this.dropped.has(bucket.id)) this.pour(bucket, span, span.from);
    }
  }

  private pour(bucket: Bucket, span: Span, at: number): void {
    const { term } = bucket;
    const { from, to } = term.each === "once" ? term : span;
    if (at >= to) return;
    const left = bucket.quota === undefined ? Infinity : Number(bucket.quota);
    this.pots.push({ bucket, carried: false, from, to, left, asleep: false });
  }

  private learn(fact: PlanFact): void {
    const { at } = fact;
    switch (fact.name) {
      case "plan-changed":
        if (fact.forced && at === this.span.from) this.startOver(at, fact.plan);
        else if (fact.forced) this.turnOver(at, fact.plan, true);
        else this.nextPlan = fact.plan;
        return;
      case "pack-bought":
        if (this.cancelled) return;
        if (this.dropped.delete(fact.bucket.id)) this.bought = this.bought.filter(({ id }) => id !== fact.bucket.id);
        // A pack of this month alone has the rest of the month as its own time.
        if (fact.withCycle === true) {
          const term = { each: "once", from: at, to: this.span.to as WallMs } as const;
          this.bought.push({ ...fact.bucket, term });
          this.pour({ ...fact.bucket, term }, this.span, at);
        } else {
          this.bought.push(fact.bucket);
          this.pour(fact.bucket, { from: at, to: this.span.to }, at);
        }
        if (this.plan.readings.addOnLifts) this.limit = undefined;
        return;
      case "pack-unsubscribed":
        this.dropped.add(fact.bucket);
        this.gone.add(fact.bucket);
        return;
      case "fee-charged":
        this.fee = true;
        return;
      case "suspended":
        if (!this.stoppedAt(at)) this.stops.push({ from: at, to: Infinity });
        return;
      case "resumed":
        for (const stop of this.stops) stop.to = Math.min(stop.to, at);
        for (const pot of this.pots) pot.asleep = false;
        return;
      case "cancelled":
        this.cancelled = true;
        for (const pot of this.pots) this.close(pot, at, "lapsed");
        this.pots = [];
        return;
      // What a page showed moves no byte.
      case "pool-balance":
      case "account-balance":
    }
  }

  private use(whole: Usage, index: number, at: number, bytes: number): void {
    const usage = { ...whole, at };
    const given = (this.debits[index] ??= []);
    const { overage, readings } = this.plan;
    let outside = 0;
    for (let byte = 0; byte < bytes; byte += 1) {
      const pot = this.first(usage);
      const name = pot === undefined ? "beyond" : nameOf(pot);
      if (pot === undefined) outside += 1;
      else pot.left -= 1;
      const last = given.at(-1);
      if (last?.[0] === name) last[1] += 1;
      else given.push([name, 1]);
    }
    this.beyond += outside;
    const unit = overage.kind === "tariff" ? Number(overage.unit) : 1;
    const session = whole.session ?? index;
    const before = this.sessions.get(session) ?? 0;
    this.sessions.set(session, before + outside);
    this.beyondBySession += (Math.ceil((before + outside) / unit) - Math.ceil(before / unit)) * unit;
    const empty = readings.limit === "last-byte" && bytes > 0 && this.first(usage) === undefined;
    const reached = overage.kind === "tariff" ? outside > 0 && this.capped(overage) : outside > 0 || empty;
    if (reached) this.limit ??= at;
  }

  /** With a price for what is beyond, data stops at the cap only. */
  private capped(tariff: Tariff): boolean {
    if (tariff.capBytes !== undefined && this.beyond >= Number(tariff.capBytes)) return true;
    return tariff.capMoney !== undefined && price(this.due(tariff), tariff) >= Number(tariff.capMoney);
  }

  private roundsBySession(): boolean {
    const { overage } = this.plan;
    return overage.kind === "tariff" && overage.rounded === "session";
  }

  private due({ rounded }: Tariff): number {
    return rounded === "session" ? this.beyondBySession : this.beyond;
  }

  /** Asked anew for every byte: of all that may be drawn, the one that nothing goes before. */
  private first(usage: Traffic): Pot | undefined {
    let best: Pot | undefined;
    for (const pot of this.pots) {
      if (this.fits(pot, usage) && (best === undefined || this.goesBefore(pot, best))) best = pot;
    }
    return best;
  }

  private fits({ bucket, from, to, left, asleep }: Pot, { at, destination, areas, rat }: Traffic): boolean {
    const { scope } = bucket;
    const { unknownArea, unknownRat } = this.plan.readings;
    if (left === 0 || asleep || at < from || at >= to) return false;
    if (scope.destination !== undefined && destination !== scope.destination) return false;
    if (scope.window !== undefined) {
      // How far round the clock from the window's beginning, beside how long the window is; no length is a whole day.
      const since = (clock(at) - scope.window.from + 1440) % 1440;
      if (since >= ((scope.window.to - scope.window.from + 1440) % 1440 || 1440)) return false;
    }
    if (scope.area !== undefined && !(areas === undefined ? unknownArea === "inside" : areas.includes(scope.area))) {
      return false;
    }
    return scope.rats === undefined || (rat === undefined ? unknownRat === "inside" : scope.rats.includes(rat));
  }

  private goesBefore(one: Pot, other: Pot): boolean {
    const [mine, yours] = [this.claims(one), this.claims(other)];
    const differ = mine.findIndex((claim, index) => claim !== yours[index]);
    return differ >= 0 && (mine[differ] ?? 0) < (yours[differ] ?? 0);
  }

  /** What decides, the weightiest first; the lower number goes before. */
  private claims(pot: Pot): readonly number[] {
    const { rules, readings, buckets } = this.plan;
    const { bucket, carried, from, to } = pot;
    const step = rules.steps.findIndex(({ kinds }) => kinds.some(({ name }) => name === bucket.kind)) + 1;
    const rank = bucket.priority ?? (step === 0 ? rules.steps.length + 1 : step);
    const listed = [...buckets, ...this.bought].findIndex(({ id }) => id === bucket.id);
    const turn = listed < 0 ? Infinity : listed;
    const expiry = readings.ties === "earliest-expiry" ? to : 0;
    const within = {
      "carried-first": [carried ? 0 : 1, bucket.level],
      "level-first": [bucket.level, carried ? 0 : 1],
      "current-first": [carried ? 1 : 0, bucket.level],
    }[readings.withinStep];
    // No article tells apart two of one name and one rank: the one that was there first, as `--explain` has it.
    return [rank, ...within, expiry, turn, from];
  }
}

const nameOf = ({ bucket, carried, from, to }: Pot): string => `${bucket.id}${carried ? "'" : ""}[${from},${to})`;

/** Where the calendar month of an instant ends. */
const monthAfter = (at: number): number => cycleOf(at, { every: "month", day: 1, zone: "Asia/Shanghai" }).to;
