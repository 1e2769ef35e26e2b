import type { WallMs } from "../../base/instant.ts";
import { advance, type ReplayListener } from "./advance.ts";
import { type Books, openBooks } from "./books.ts";
import type { DataPlan } from "../data-plan.ts";
import { divide } from "./divide.ts";
import type { PlanFact } from "../plan-fact.ts";
import { rate } from "./rate.ts";
import { SessionTally } from "./session-tally.ts";
import { takeFact } from "./take-fact.ts";
import type { Usage } from "../usage.ts";

/** Where a replay stands between two pieces of usage. Plain data. */
export interface ReplayState {
  readonly books: Books;
  /** How many of the facts are taken. */
  readonly taken: number;
}

/** The books of a plan as usage and facts come, both in ascending order of time: the same input gives the same books. */
export class Replay<U extends Usage = Usage> {
  private now: Books;
  private readonly facts: readonly PlanFact[];
  private readonly listener: ReplayListener<U>;
  private nextFact: number;
  /** What is still to come of usage that was begun, the earliest first. */
  private readonly rests: U[] = [];
  private readonly sessions = new SessionTally();

  /** `facts` in ascending order. `from`: the books' beginning, or where a replay of the same facts stood. */
  constructor(
    plan: DataPlan,
    from: WallMs | ReplayState,
    facts: readonly PlanFact[],
    listener: ReplayListener<U> = {},
  ) {
    this.now = typeof from === "number" ? openBooks(plan, from) : from.books;
    this.nextFact = typeof from === "number" ? 0 : from.taken;
    this.facts = facts;
    this.listener = listener;
  }

  get books(): Books {
    return this.now;
  }

  /** Of a replay that has just ended a cycle, and of which no usage is half rated: what is rounded by session begins anew. */
  get state(): ReplayState | undefined {
    return this.rests.length === 0 ? { books: this.now, taken: this.nextFact } : undefined;
  }

  /** Facts of one instant come before its usage. Usage from before the books counts from their beginning on. */
  use(usage: U): void {
    this.catchUp(usage.at);
    this.begin(usage);
  }

  /** Every fact, all that is left of usage, and every end up to the instant, that one included. */
  catchUp(to: number): void {
    for (;;) {
      const fact = this.facts[this.nextFact];
      const [rest] = this.rests;
      if (fact !== undefined && fact.at <= to && (rest === undefined || fact.at <= rest.at)) {
        this.nextFact += 1;
        this.take(fact);
      } else if (rest !== undefined && rest.at <= to) {
        this.rests.shift();
        this.begin(rest);
      } else return;
    }
  }

  /** Ends every cycle and every balance that ends up to the instant, that one included. */
  advance(to: WallMs): void {
    const { cycle } = this.now;
    this.now = advance(this.now, to, this.listener);
    // What is rounded by session is rounded in each cycle anew.
    if (this.now.cycle !== cycle) this.sessions.clear();
  }

  private begin(usage: U): void {
    this.advance(usage.at);
    const { first, rest } = divide(usage, this.now, this.facts[this.nextFact]?.at);
    const before = this.now;
    const session = usage.session ?? usage.whole ?? rest?.whole;
    const sessionBeyond = session === undefined ? 0n : this.sessions.of(session);
    const { debits, books } = rate(first, before, sessionBeyond);
    this.now = books;
    if (session !== undefined && roundsBySession(books) && books.beyond !== before.beyond) {
      this.sessions.add(session, books.beyond.bytes - before.beyond.bytes);
    }
    this.listener.onDebits?.(first, debits, before);
    if (rest !== undefined) this.keep(rest);
  }

  private keep(rest: U): void {
    const later = this.rests.findIndex((other) => goesBefore(rest, other));
    this.rests.splice(later === -1 ? this.rests.length : later, 0, rest);
  }

  private take(fact: PlanFact): void {
    this.advance(fact.at);
    const before = this.now;
    const { books, closings, cutShort } = takeFact(before, fact);
    if (cutShort) this.listener.onCycleEnd?.(before, fact.at);
    if (cutShort) this.sessions.clear();
    if (closings.length > 0) this.listener.onClosings?.(closings);
    this.now = books;
  }
}

/** The whole of a replay at once: the books after usage and facts, both in ascending order of time. */
export function replay<U extends Usage>(
  plan: DataPlan,
  from: WallMs,
  { usages, facts }: { readonly usages: Iterable<U>; readonly facts: readonly PlanFact[] },
  listener: ReplayListener<U> = {},
): Books {
  const run = new Replay(plan, from, facts, listener);
  for (const usage of usages) run.use(usage);
  run.catchUp(Infinity);
  return run.books;
}

const roundsBySession = ({ plan: { overage } }: Books): boolean =>
  overage.kind === "tariff" && overage.rounded === "session";

/** Of two at one instant the one that began first. */
const goesBefore = (one: Usage, other: Usage): boolean =>
  one.at < other.at || (one.at === other.at && begin(one) < begin(other));

const begin = ({ at, whole }: Usage): WallMs => whole?.from ?? at;
