import type { WallMs } from "../base/instant.ts";
import type { AcceptanceRecord } from "./acceptance.ts";
import type { CardSnapshot } from "./card-snapshot.ts";
import type { ReasonCode } from "./reasons.ts";
import type { Stage, TicketState } from "./stage.ts";

export interface Move {
  readonly to: TicketState;
  readonly at: WallMs;
  readonly by: string;
  readonly text?: string;
}

/** How the new card does once it was tested: only what was looked at counts, so a device that is switched off loses nothing. */
export interface WatchTally {
  /** Milliseconds looked at, and those of them with service. */
  readonly seenMs: number;
  readonly upMs: number;
  readonly rejects: number;
  readonly detaches: number;
  /** So many days were looked at in vain before. */
  readonly rounds: number;
}

/** The old card is in again: the other one was a stopgap, or somebody is not done yet. */
export interface Stopgap {
  readonly since: WallMs;
  readonly newCard: string;
  /** Where the ticket stood with it. */
  readonly was: Stage;
}

/** What a payment application, or a person, tells of a transaction of its own. */
export interface PaymentSaid {
  readonly ok: boolean;
  readonly at: WallMs;
  readonly by: string;
  readonly text?: string;
}

/** One replacement of the card, from the plan to its end. Plain JSON: it outlives power cuts at any step. Holds no person's data. */
export interface Ticket {
  readonly state: TicketState;
  readonly openedAt: WallMs;
  readonly by: string;
  /** The device opened it itself, because another card was in. */
  readonly bySelf?: true;
  readonly because?: ReasonCode;
  /** A person wanted it although a new card does not help; why. */
  readonly anyway?: string;
  /** The old card's number where it is known, and its books when the ticket was opened and when it was taken out. */
  readonly oldCard?: string;
  readonly atOpening?: CardSnapshot;
  readonly atSwap?: CardSnapshot;
  readonly newCard?: string;
  readonly moves: readonly Move[];
  /** Items of the checklist that somebody ticked off. */
  readonly ticked: readonly { readonly item: string; readonly at: WallMs; readonly by: string }[];
  /** The appointment, or when the card is to be there: YYYY-MM-DD. */
  readonly due?: string;
  readonly stopgap?: Stopgap;
  readonly test?: AcceptanceRecord;
  readonly payment?: PaymentSaid;
  readonly watch?: WatchTally;
}

export const isOpen = (ticket: Ticket | undefined): ticket is Ticket & { readonly state: Stage } =>
  ticket !== undefined && ticket.state !== "closed" && ticket.state !== "given-up";

/** A new card is in, and not yet proved. */
export const isUnderTrial = (ticket: Ticket | undefined): boolean =>
  ticket !== undefined && ["inserted", "activated", "tested"].includes(ticket.state);
