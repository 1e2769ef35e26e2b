import { defined } from "../base/defined.ts";
import { isoInstant } from "../base/instant.ts";
import { maskIccid, maskImei, maskImsi } from "../base/mask.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import type { Modem } from "../modem/modem.ts";
import { validityStand, validityWords } from "../plan/validity-dates.ts";
import { type CardSnapshot, lostWords } from "../replace/card-snapshot.ts";
import { CHECKLIST, itemsFor, type SimAccess } from "../replace/checklist.ts";
import { nextSteps } from "../replace/instructions.ts";
import type { Need } from "../replace/need.ts";
import type { Reminder } from "../replace/reminders.ts";
import { isOpen, type Ticket } from "../replace/ticket.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import { contactFilled } from "../report/diagnosis-words.ts";
import type { BookView, Said } from "../report/picture.ts";
import { snapshotOf } from "./card-arrivals.ts";

export interface CardShownOf {
  readonly said: Said;
  readonly zone: string;
  readonly access: SimAccess;
  readonly modem: Modem;
  /** Of the modem that answered last. */
  readonly imei: string | undefined;
  readonly book: BookView | undefined;
  readonly pack: CarrierPack;
  readonly need: Need;
  readonly cause: CauseCode | undefined;
  readonly ticket: Ticket | undefined;
  readonly reminders: readonly Reminder[];
  readonly test: CardAnswer["test"];
  readonly history: CardAnswer["history"];
}

/** What a person in front of the device is shown of the card and its replacement; `whole`: with whole numbers. Pure. */
export function cardShown(of: CardShownOf, whole: boolean): CardAnswer {
  const { said, zone, access, modem, imei, book, pack, need, ticket, reminders, test, history } = of;
  const shown = (number: string | undefined, mask: (number: string) => string): string | undefined =>
    number === undefined || whole ? number : mask(number);
  const { hotline, app, site } = pack.contact;
  const stand = book && validityStand(book.books, said.wall);
  const snapshot = snapshotOf(book, modem.sim.iccid ?? book?.iccid, said.wall);
  const open = isOpen(ticket) ? ticket : undefined;
  const done = new Map((ticket?.ticked ?? []).map(({ item, at, by }) => [item, { at: isoInstant(at), by }]));
  return {
    ok: true,
    at: isoInstant(said.wall),
    clockTrusted: said.trusted,
    zone,
    access,
    card: {
      state: modem.sim.state,
      validity: stand === undefined ? [] : [...validityWords(stand, book?.books.suspendedSince !== undefined)],
      ...defined({
        iccid: shown(modem.sim.iccid ?? book?.iccid, maskIccid),
        imsi: shown(modem.sim.imsi, maskImsi),
        imei: shown(modem.imei ?? imei, maskImei),
        role: book?.plan.role,
        snapshot: snapshot && snapshotShown(snapshot),
      }),
    },
    contact: defined({ hotline, app, site }),
    need,
    ...(ticket === undefined ? {} : { ticket: ticketShown(ticket, (iccid) => shown(iccid, maskIccid)) }),
    next: (open === undefined ? [] : nextSteps(open, access, pack.card, book?.plan.known, of.cause)).map((words) =>
      contactFilled(words, pack.contact),
    ),
    checklist: itemsFor(access).map((id) => {
      const { before, words } = CHECKLIST[id];
      return { id, before, words, ...defined({ done: done.get(id) }) };
    }),
    reminders: reminders.map(({ kind, day, days, words }) => ({ kind, day, days, words })),
    ...defined({ test }),
    history,
  };
}

function snapshotShown(snapshot: CardSnapshot): NonNullable<CardAnswer["card"]["snapshot"]> {
  const { iccid: _iccid, at, left, ...rest } = snapshot;
  return { ...rest, at: isoInstant(at), left: [...left], lost: [...lostWords(snapshot)] };
}

function ticketShown(ticket: Ticket, iccid: (whole: string | undefined) => string | undefined): CardAnswer["ticket"] {
  const { openedAt, moves, stopgap, atOpening, atSwap, test, payment, watch, oldCard, newCard, ...rest } = ticket;
  const { ticked: _ticked, ...told } = rest;
  return {
    ...told,
    openedAt: isoInstant(openedAt),
    moves: moves.map(({ at, ...move }) => ({ ...move, at: isoInstant(at) })),
    ...defined({
      oldCard: iccid(oldCard),
      newCard: iccid(newCard),
      stopgap: stopgap && { since: isoInstant(stopgap.since) },
      atOpening: atOpening && snapshotShown(atOpening),
      atSwap: atSwap && snapshotShown(atSwap),
      test: test && { at: isoInstant(test.at), by: test.by, verdict: test.verdict, lines: [...test.lines] },
      payment: payment && { ...payment, at: isoInstant(payment.at) },
      watch: watch && {
        seenS: Math.floor(watch.seenMs / 1_000),
        upShare: watch.seenMs === 0 ? 0 : Math.floor((watch.upMs / watch.seenMs) * 100) / 100,
        rejects: watch.rejects,
        detaches: watch.detaches,
        rounds: watch.rounds,
      },
    }),
  };
}
