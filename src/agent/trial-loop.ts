import { defined } from "../base/defined.ts";
import { Minutes } from "../base/duration.ts";
import type { WallMs } from "../base/instant.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";
import type { Clock } from "../ports/clock.ts";
import { WATCHED_FOR } from "../replace/ticket-step.ts";
import type { BookView } from "../report/picture.ts";
import type { CarrierHistoryKeeper, CountedTo } from "./carrier-history-keeper.ts";
import type { TicketKeeper } from "./ticket-keeper.ts";
import { NO_TALLY, type Tally, TrialWatch } from "./trial-watch.ts";

export interface TrialParts {
  readonly clock: Clock;
  readonly keeper: TicketKeeper;
  readonly history: CarrierHistoryKeeper;
}

export interface TrialView {
  now(): WallMs;
  book(): BookView | undefined;
  /** The name of the carrier's file; empty, or generic, where none is known. */
  carrierOf(modem: Modem): string;
}

/** So long a restart may lose of what was watched. */
const WATCH_KEPT = Minutes(30);

/** How the card that is in does: for the ticket's watch of 24 hours, and for the record of its carrier. */
export class TrialLoop {
  readonly #parts: TrialParts;
  readonly #view: TrialView;
  readonly #watch: TrialWatch;
  #modem: Modem = UNKNOWN_MODEM;
  #waiting: Tally = NO_TALLY;
  /** Seen of a carrier that is not named yet. */
  #unnamed: Tally = NO_TALLY;

  constructor(parts: TrialParts, view: TrialView) {
    this.#parts = parts;
    this.#view = view;
    this.#watch = new TrialWatch(parts.clock.monoMs());
  }

  modem(modem: Modem, effects: readonly ModemEffect[]): void {
    this.#watch.look(this.#modem, this.#parts.clock.monoMs());
    // What was seen until now was the card's of before.
    if (modem.sim.iccid !== this.#modem.sim.iccid) this.#note(false);
    this.#modem = modem;
    this.#watch.heard(modem, effects);
  }

  /** From time to time, and at the end. */
  look(atEnd = false): void {
    this.#watch.look(this.#modem, this.#parts.clock.monoMs());
    this.#note(atEnd);
  }

  #note(atEnd: boolean): void {
    const tally = this.#watch.take();
    this.#noteCarrier(tally);
    const { keeper } = this.#parts;
    const { ticket } = keeper;
    this.#waiting = ticket?.state === "tested" ? sum(this.#waiting, tally) : NO_TALLY;
    const { seenMs } = this.#waiting;
    const full = seenMs + (ticket?.watch?.seenMs ?? 0) >= WATCHED_FOR;
    if (seenMs === 0 || !(atEnd || full || seenMs >= WATCH_KEPT)) return;
    const more = this.#waiting;
    this.#waiting = NO_TALLY;
    void keeper.step({ kind: "watched", at: this.#view.now(), more });
  }

  #noteCarrier(tally: Tally): void {
    const book = this.#view.book();
    const carrier = nameOf(this.#view.carrierOf(this.#modem), this.#modem);
    this.#unnamed = sum(this.#unnamed, tally);
    const { seenMs, upMs, rejects, detaches } = this.#unnamed;
    if (carrier === undefined || (seenMs === 0 && rejects === 0 && detaches === 0)) return;
    this.#unnamed = NO_TALLY;
    const bytes = this.#grown(book);
    const { signal } = this.#modem;
    const sample = { carrier, at: this.#view.now(), seenMs, upMs, rejects, detaches, bytes };
    const { history } = this.#parts;
    const levels = { rsrpDbm: signal?.rsrpDbm, rssiDbm: signal?.rssiDbm };
    history.note({ ...sample, ...levels, perMb: perMbOf(book) }, countedTo(book) ?? history.counted);
  }

  /** What the card's book grew by since it was noted last, before a power cut too: the book is the truth. */
  #grown(book: BookView | undefined): number {
    const now = countedTo(book);
    if (now === undefined) return 0;
    const { counted: before, shown } = this.#parts.history;
    // A device that never noted anything has a book that began with it.
    if (before === undefined) return shown.length === 0 ? now.bytes : 0;
    return before.iccid !== now.iccid || now.bytes < before.bytes ? 0 : now.bytes - before.bytes;
  }
}

const countedTo = (book: BookView | undefined): CountedTo | undefined =>
  book && { bytes: Number(book.total.up + book.total.down), ...defined({ iccid: book.iccid }) };

const sum = (a: Tally, b: Tally): Tally => ({
  seenMs: a.seenMs + b.seenMs,
  upMs: a.upMs + b.upMs,
  rejects: a.rejects + b.rejects,
  detaches: a.detaches + b.detaches,
});

/** By the carrier's file, else by the first five digits of the IMSI, which are the network's (MCC and MNC) and nobody's number. */
const nameOf = (carrier: string, { sim }: Modem): string | undefined =>
  carrier !== "" && carrier !== "generic" ? carrier : sim.imsi?.slice(0, 5);

/** The month's fee over the month's data, as bought: what was not used was paid for, too. */
function perMbOf(book: BookView | undefined): number | undefined {
  const fee = book?.books.plan.validity?.fee;
  const quota = book?.standing.quota;
  if (book === undefined || fee === undefined || quota === undefined || quota === 0n) return undefined;
  return (Number(fee) * book.books.plan.unitBase ** 2) / Number(quota);
}
