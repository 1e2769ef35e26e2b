import type { WallMs } from "../base/instant.ts";
import type { ModemEffect } from "../modem/step.ts";
import { cardSnapshot, type CardSnapshot } from "../replace/card-snapshot.ts";
import type { BookView } from "../report/picture.ts";
import type { TicketKeeper } from "./ticket-keeper.ts";

interface Arrival {
  readonly iccid: string;
  readonly before: string | undefined;
  readonly isNew: boolean;
  readonly snapshot: CardSnapshot | undefined;
}

export interface ArrivalView {
  now(): WallMs;
  book(): BookView | undefined;
  /** The card is the other one of two, by the agent's own choice. */
  switched(iccid: string): boolean;
}

/** What stands in a card's book, for the ticket. Undefined: the book that is open is not this card's. */
export function snapshotOf(
  book: BookView | undefined,
  iccid: string | undefined,
  now: WallMs,
): CardSnapshot | undefined {
  if (book === undefined || iccid === undefined || book.iccid !== iccid) return undefined;
  return cardSnapshot({ iccid, books: book.books, standing: book.standing, planKnown: book.plan.known }, now);
}

/**
 * Notices that another card is in, also when it was swapped while the power was off. A card is dealt with once its own book is open, since only
 * then it is known whether the list of cards calls it a visitor's.
 */
export class CardArrivals {
  readonly #keeper: TicketKeeper;
  readonly #view: ArrivalView;
  #arrival: Arrival | undefined;

  constructor(keeper: TicketKeeper, view: ArrivalView) {
    this.#keeper = keeper;
    this.#view = view;
  }

  /** Before the meter goes over to the new card's book: what is open now is still the old one's. */
  heard(effects: readonly ModemEffect[]): void {
    for (const effect of effects) if (effect.kind === "sim-identified") this.#identified(effect.iccid);
  }

  #identified(iccid: string): void {
    const before = this.#keeper.card;
    this.#arrival = undefined;
    if (before === undefined || before === iccid || this.#view.switched(iccid)) return this.#keeper.noteCard(iccid);
    const now = this.#view.now();
    const snapshot = snapshotOf(this.#view.book(), before, now);
    this.#arrival = { iccid, before, isNew: !this.#keeper.knows(iccid), snapshot };
  }

  book(view: BookView): void {
    const { iccid, plan } = view;
    const arrival = this.#arrival;
    const at = this.#view.now();
    if (iccid === undefined) return;
    if (plan.role === "visitor") {
      if (arrival?.iccid === iccid) this.#arrival = undefined;
      if (this.#keeper.ticket?.newCard === iccid) void this.#keeper.step({ kind: "visitor", at, iccid });
      return;
    }
    if (arrival?.iccid !== iccid) return;
    this.#arrival = undefined;
    const { before, isNew, snapshot } = arrival;
    void this.#keeper.step({ kind: "card", at, iccid, isNew, before, snapshot });
  }
}
