import { type BookId, UNIDENTIFIED } from "../meter/book-id.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { type KeptCard, keptCardOp, NEW_CARD, plansKey, readKeptCard } from "./kept-plans.ts";
import { type RatedCycle, ratedKey, readRated, writeRated } from "./rated-cycle.ts";
import { WritingUnderWay } from "./writing-under-way.ts";

export interface PlanShelfPorts {
  readonly store: Store;
  readonly log: Log;
}

/** What is kept of each card's plans in the store: which they were, what was stated of them, how the last cycle ended. */
export class PlanShelf {
  readonly #store: Store;
  readonly #writing: WritingUnderWay;
  readonly #cards = new Map<BookId, KeptCard>();
  readonly #rated = new Map<BookId, RatedCycle>();

  constructor({ store, log }: PlanShelfPorts) {
    this.#store = store;
    this.#writing = new WritingUnderWay(log);
  }

  /** With the book that was written last: a start that knew its plan only later would rate all of it twice. */
  static async open({ ledger, ...ports }: PlanShelfPorts & { readonly ledger: Ledger }): Promise<PlanShelf> {
    const shelf = new PlanShelf(ports);
    await shelf.load(ledger.lastBook() ?? UNIDENTIFIED);
    return shelf;
  }

  /** Must be called once for a book before anything is decided about it. True: it was not loaded before. */
  async load(book: BookId): Promise<boolean> {
    if (this.loaded(book)) return false;
    const [card, rated] = await Promise.all([this.#store.get(plansKey(book)), this.#store.get(ratedKey(book))]);
    if (this.loaded(book)) return false;
    const ended = readRated(book, rated);
    if (ended !== undefined) this.#rated.set(book, ended);
    this.#cards.set(book, readKeptCard(card));
    return true;
  }

  loaded(book: BookId): boolean {
    return this.#cards.has(book);
  }

  /** Of a book that is not loaded: nothing was kept. */
  card(book: BookId): KeptCard {
    return this.#cards.get(book) ?? NEW_CARD;
  }

  keep(book: BookId, card: KeptCard): void {
    this.keepAll([book, card]);
  }

  /** In one batch. */
  keepAll(...cards: readonly (readonly [book: BookId, card: KeptCard])[]): void {
    for (const [book, card] of cards) this.#cards.set(book, card);
    this.#writing.hold(this.#store.write(cards.map(([book, card]) => keptCardOp(book, card))));
  }

  rated(book: BookId): RatedCycle | undefined {
    return this.#rated.get(book);
  }

  /** It is lost without harm: a start rates what it lacks. */
  keepRated(book: BookId, rated: RatedCycle): void {
    this.#rated.set(book, rated);
    this.#writing.hold(this.#store.write([{ put: ratedKey(book), value: writeRated(book, rated) }]));
  }

  /** Once nothing is being written any more. */
  done(): Promise<void> {
    return this.#writing.done();
  }
}
