import { WallMs } from "../base/instant.ts";
import { type Amount, both, NOTHING, plus } from "../meter/amount.ts";
import { type BookId, UNIDENTIFIED } from "../meter/book-id.ts";
import type { Ledger } from "../meter/ledger.ts";
import { booksStanding } from "../plan/rating/books-standing.ts";
import type { Lines } from "../plan/standing.ts";
import type { BookView } from "../report/picture.ts";
import type { BillingHours } from "./billing-hours.ts";
import { type PlanCourse, slotEdges } from "./plan-course.ts";
import { PlanRun } from "./plan-run.ts";

/** Counted and not written yet. */
export interface Unwritten extends Amount {
  readonly hour?: WallMs;
}

/** What a card's book comes to under its plan. */
export class BookViews {
  readonly #ledger: Ledger;
  readonly #hours: BillingHours;
  readonly #lines: Lines;
  readonly #run = new PlanRun();
  #course: PlanCourse;

  constructor(
    { ledger, hours }: { readonly ledger: Ledger; readonly hours: BillingHours },
    { lines, course }: { readonly lines: Lines; readonly course: PlanCourse },
  ) {
    this.#ledger = ledger;
    this.#hours = hours;
    this.#lines = lines;
    this.#course = course;
    hours.part(slotEdges(course));
  }

  get zone(): string {
    return this.#course.plan.cycle.zone;
  }

  /** Another plan, or another fact of this one. */
  follow(course: PlanCourse): void {
    this.#course = course;
    this.#hours.part(slotEdges(course));
  }

  /** Hours that are over hold something else than they did, or those of another book are meant. */
  anew(): void {
    this.#run.invalidate();
  }

  /** With every byte that was seen. */
  view(book: BookId, unwritten: Unwritten = NOTHING): BookView {
    const now = this.#hours.now();
    const pending = this.#ledger.pending(book).reduce<Amount>((sum, piece) => plus(sum, piece), NOTHING);
    const besides = plus(pending, unwritten);
    const books = this.#run.books({
      course: this.#course,
      now,
      // What was counted before an edge and is not written yet belongs before it.
      slot: WallMs(Math.min(unwritten.hour ?? Infinity, this.#hours.slotOf(now))),
      hours: (from, to) => this.#ledger.hours(book, from, to),
      besides,
    });
    const inCycle = plus(this.#ledger.between(book, books.cycle.from, books.cycle.to), besides);
    return {
      iccid: book === UNIDENTIFIED ? undefined : book,
      total: plus(this.#ledger.totals(book), unwritten),
      inCycle,
      pending,
      books,
      standing: booksStanding(books, this.#lines, both(inCycle), now),
    };
  }
}
