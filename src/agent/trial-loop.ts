import { Minutes } from "../base/duration.ts";
import type { WallMs } from "../base/instant.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";
import type { Clock } from "../ports/clock.ts";
import { WATCHED_FOR } from "../replace/ticket-step.ts";
import type { BookView } from "../report/picture.ts";
import type { CarrierHistoryKeeper } from "./carrier-history-keeper.ts";
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
  #counted: { readonly iccid: string | undefined; readonly bytes: bigint } | undefined;

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

  #noteCarrier({ seenMs, upMs, rejects, detaches }: Tally): void {
    const book = this.#view.book();
    const carrier = nameOf(this.#view.carrierOf(this.#modem), this.#modem);
    const bytes = this.#grown(book);
    if (carrier === undefined || seenMs === 0) return;
    const { signal } = this.#modem;
    const sample = { carrier, at: this.#view.now(), seenMs, upMs, rejects, detaches, bytes };
    this.#parts.history.note({ ...sample, rsrpDbm: signal?.rsrpDbm, rssiDbm: signal?.rssiDbm, perMb: perMbOf(book) });
  }

  /** What the card's book grew by since the last look. */
  #grown(book: BookView | undefined): number {
    if (book === undefined) return 0;
    const { iccid } = book;
    const total = book.total.up + book.total.down;
    const before = this.#counted;
    this.#counted = { iccid, bytes: total };
    return before === undefined || before.iccid !== iccid || total < before.bytes ? 0 : Number(total - before.bytes);
  }
}

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
