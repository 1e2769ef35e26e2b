import { describeBytes } from "../base/bytes.ts";
import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import { type Amount, both, NOTHING, plus } from "../meter/amount.ts";
import { type BookId, maskBook, UNIDENTIFIED } from "../meter/book-id.ts";
import type { Ledger } from "../meter/ledger.ts";
import { NEVER } from "../plan/cycle.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { lastDayOf } from "../plan/local-text.ts";
import { onPool, poolReach } from "../plan/pool-reach.ts";
import { poolShare } from "../plan/pool-share.ts";
import { booksStanding } from "../plan/rating/books-standing.ts";
import { feeDoubt, statementDoubt } from "../plan/statement-doubt.ts";
import { readStatement, type Statement } from "../plan/statement.ts";
import type { Lines } from "../plan/standing.ts";
import type { Words } from "../plan/words.ts";
import type { BookView } from "../report/picture.ts";
import type { BillingHours } from "./billing-hours.ts";
import type { KindOfBytes } from "./kinds-of-bytes.ts";
import { type ChangeSaid, datedWords } from "./date-plan.ts";
import type { StatedFact } from "./kept-plans.ts";
import { slotEdges } from "./plan-course.ts";
import type { CardCourse, Hastening, PlanDesk } from "./plan-desk.ts";
import { PlanRun } from "./plan-run.ts";
import type { TimeKeeper } from "./time-keeper.ts";

/** Counted and not written yet. */
export interface Unwritten extends KindOfBytes {
  readonly hour?: WallMs;
}

export interface BookViewPorts {
  readonly ledger: Ledger;
  readonly hours: BillingHours;
  readonly plans: PlanDesk;
  readonly time: TimeKeeper;
}

export interface FactAnswer {
  readonly result: "stated" | "plan-dated" | "taken-back" | "no-such-fact" | "refused" | "clock-unset";
  readonly text?: string;
}

/** What a card's book comes to under the plan that the card has. */
export class BookViews {
  readonly #ports: BookViewPorts;
  readonly #lines: Lines;
  readonly #run = new PlanRun();
  #book: BookId;
  #followed: CardCourse;

  constructor(ports: BookViewPorts, lines: Lines, book: BookId) {
    this.#ports = ports;
    this.#lines = lines;
    this.#book = book;
    this.#followed = ports.plans.course(book);
    ports.hours.part(slotEdges(this.#followed.course));
  }

  get zone(): string {
    return this.#followed.course.plan.cycle.zone;
  }

  turnTo(book: BookId): void {
    this.#book = book;
    this.#run.invalidate();
    this.#follow();
  }

  /** Hours that are over hold something else than they did. */
  anew(): void {
    this.#run.invalidate();
  }

  /** Which plan holds is asked anew. Bytes of before must have been counted. */
  replan(unwritten: Unwritten | undefined): void {
    const { plans, time } = this.#ports;
    plans.settle(this.#book, time.trusted(), this.view(unwritten).books.plan);
    this.#follow();
  }

  /** What a person says of the plan that waits for the next cycle. */
  hasten(how: Hastening, unwritten: Unwritten | undefined): "in-force" | "nothing-waits" | "clock-unset" {
    const { plans, time } = this.#ports;
    const now = time.trusted();
    if (now === undefined) return "clock-unset";
    if (!plans.hasten(this.#book, now, this.view(unwritten).books.plan, how)) return "nothing-waits";
    this.#follow();
    return "in-force";
  }

  /** A person says when the plan that came last was really changed; `refused` tells why that cannot be. */
  date(said: ChangeSaid, unwritten: Unwritten | undefined): FactAnswer {
    const { plans, time, ledger, hours } = this.#ports;
    const now = time.trusted();
    if (now === undefined) return { result: "clock-unset" };
    const { zone } = this.view(unwritten).books.plan.cycle;
    const [first] = ledger.hours(this.#book, WallMs(0), now);
    const place = { now, zone, keptFrom: first?.hour ?? hours.slotOf(now) };
    const dating = plans.date(this.#book, said, place);
    if (dating.kind === "refused") return { result: "refused", text: inBoth(dating.why) };
    this.#follow();
    const told = [datedWords(dating.era, this.#followed.course, place), ...(dating.note ? [dating.note] : [])];
    return { result: "plan-dated", text: told.map(inBoth).join("\n") };
  }

  /** A person says what happened to the plan; `refused` tells why it was not understood. */
  state(said: Statement, by: string, unwritten: Unwritten | undefined): FactAnswer {
    const { plans, time } = this.#ports;
    const now = time.trusted();
    if (now === undefined) return { result: "clock-unset" };
    const id = plans.nextFact(this.#book);
    if (id === undefined) return { result: "refused", text: "too many facts are stated; take back what is not needed" };
    const { books, plan } = this.view(unwritten);
    if (books.cancelled)
      return { result: "refused", text: "the card is cancelled; take that fact back first (cellward fact list)" };
    const reading = readStatement(said, { books, now, packId: `pack-${id}`, pool: plan.pool });
    if (reading.kind === "refused") return { result: "refused", text: reading.why };
    const doubts = [
      reading.note,
      statementDoubt(reading.fact, this.stated, books.plan.cycle),
      feeDoubt(reading.fact, this.stated, books.plan),
    ].flatMap((words) => (words === undefined ? [] : [`\n${words.en}\n${words.zh}`]));
    plans.state(this.#book, { id, by, saidAt: now, fact: reading.fact });
    this.#follow();
    const card = this.#book === UNIDENTIFIED ? "" : ` of the card ${maskBook(this.#book)}`;
    return {
      result: "stated",
      text: `fact ${id}${card}${packText(reading.fact, books.plan)}${doubts.join("")}`,
    };
  }

  takeBack(id: number): FactAnswer {
    if (!this.#ports.plans.takeBack(this.#book, id)) return { result: "no-such-fact" };
    this.#follow();
    return { result: "taken-back" };
  }

  /** The course of the card's plan, as a text. */
  get written(): string {
    return this.#ports.plans.written(this.#book);
  }

  get stated(): readonly StatedFact[] {
    return this.#ports.plans.stated(this.#book);
  }

  /** With every byte that was seen. */
  view(unwritten: Unwritten = NOTHING): BookView {
    const { course, view: plan } = this.#followed;
    const { ledger, hours, plans, time } = this.#ports;
    const book = this.#book;
    const now = hours.now();
    const waiting = ledger.pending(book);
    const pending = waiting.reduce<Amount>((sum, piece) => plus(sum, piece), NOTHING);
    const books = this.#run.books({
      course,
      now,
      // What was counted before an edge and is not written yet belongs before it.
      slot: WallMs(Math.min(unwritten.hour ?? Infinity, hours.slotOf(now))),
      hours: (from, to) => ledger.hours(book, from, to),
      columns: (to) => ledger.columns(book, to),
      besides: [...waiting, unwritten],
      kept: plans.shelf.rated(book),
    });
    const ended = this.#run.ended((to) => ledger.columns(book, to));
    if (ended !== undefined) plans.shelf.keepRated(book, ended);
    const written = plus(ledger.between(book, books.cycle.from, books.cycle.to), pending);
    const inCycle = plus(written, unwritten);
    const stands = booksStanding(books, this.#lines, both(inCycle), now);
    const pool = poolShare(books, {
      now,
      name: plan.pool,
      own: stands.remaining,
      usedSince: (at) => both(plus(ledger.between(book, at, NEVER), plus(pending, unwritten))),
    });
    const trusted = time.trusted();
    return {
      iccid: book === UNIDENTIFIED ? undefined : book,
      total: plus(ledger.totals(book), unwritten),
      inCycle,
      pending,
      unwritten: { up: unwritten.up, down: unwritten.down },
      plan,
      books,
      standing: trusted === undefined ? stands : onPool(stands, pool, trusted),
      ...defined({ pool, poolReach: trusted && poolReach(pool, stands, this.#lines, trusted) }),
    };
  }

  /** The run notices another course itself. */
  #follow(): void {
    this.#followed = this.#ports.plans.course(this.#book);
    this.#ports.hours.part(slotEdges(this.#followed.course));
  }
}

const inBoth = ({ en, zh }: Words): string => `${en}\n${zh}`;

/** What a top-up is taken to be: its kind and its end may have been left out. */
function packText(fact: StatedFact["fact"], { cycle: { zone }, unitBase }: DataPlan): string {
  if (fact.name !== "pack-bought") return "";
  const { kind, quota = 0n, term } = fact.bucket;
  const until =
    term.each === "cycle"
      ? "with every cycle"
      : `until ${term.to === NEVER ? "it is used up" : lastDayOf(term.to, zone)}`;
  return `: ${describeBytes(quota, unitBase)} of ${kind}, ${until}`;
}
