import type { LocalDate } from "../plan/zone.ts";
import type { Words } from "../plan/words.ts";
import type { CauseCode } from "./cause.ts";
import type { Leanings } from "./score.ts";

/** What a notice may speak of beside a cause: good news, a stop without a reason, a warning. */
export type NoticeNews = "resumed" | "stopped" | "low";

/** How a carrier's message is understood. */
export interface NoticePattern {
  readonly about: CauseCode | NoticeNews;
  /** Of each group one has to stand in the text. */
  readonly words: readonly (readonly string[])[];
  /** None of these: `即将` makes a stop a warning of one. */
  readonly unless: readonly string[];
  /** Where such a text was found; absent: a default of ours. */
  readonly source?: string;
}

/** Whom to turn to. */
export interface Contact {
  readonly hotline?: string;
  readonly app?: Words;
  readonly site?: string;
  /** Messages by which it is asked how the card stands. */
  readonly codes?: Words;
  /** Ways to pay, and what is asked for. */
  readonly pay?: Words;
  readonly papers?: Words;
  /** The carrier's own channel for complaints, and the regulator's. */
  readonly complaint?: Words;
  /** Figures and numbers change: when they were right. */
  readonly asOf?: LocalDate;
  readonly source?: string;
}

/** What is to be known before one of its cards is put into a device. */
export interface CardFacts {
  /** A card is bound to the first device that it is used in (机卡绑定): how, and what unbinding takes. */
  readonly binds?: Words;
  /** How a card is activated, and how long that may take (沉默期). */
  readonly activation?: Words;
  readonly source?: string;
}

/** The access point that a carrier's cards use where nobody has said another one. */
export interface CarrierAccess {
  readonly name: string;
  readonly source: string;
}

/** What a carrier's file in config/carriers says about stops and calls: data, not code. */
export interface CarrierPack {
  readonly carrier: string;
  readonly contact: Contact;
  /** The numbers that its notices come from, to the digit. */
  readonly senders: readonly string[];
  /** Whose pages its notices may name; any other link makes a notice a stranger's. */
  readonly sites: readonly string[];
  readonly notices: readonly NoticePattern[];
  /** Beginnings of the IMSIs of its cards, by which it is told where no plan names it. */
  readonly networks?: readonly string[];
  readonly card?: CardFacts;
  readonly apn?: CarrierAccess;
  readonly leanings: Leanings;
}

export const NO_PACK: CarrierPack = { carrier: "", contact: {}, senders: [], sites: [], notices: [], leanings: {} };

/** A carrier's own first, and behind it what holds for any. */
export const overGeneric = (own: CarrierPack, generic: CarrierPack): CarrierPack => ({
  ...own,
  contact: { ...generic.contact, ...own.contact },
  notices: [...own.notices, ...generic.notices],
});
