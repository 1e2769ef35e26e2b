import type { ReplyTemplate } from "./reply-template.ts";

/** What a reply looks like. */
export interface ReplyPattern {
  readonly template: ReplyTemplate;
  /** A text that holds one of these words is another kind of data than the plan's. */
  readonly unless: readonly string[];
  /** Where such a reply was seen; absent: an example, to be made to fit what really comes. */
  readonly source?: string;
}

/** What a carrier can be asked beside the cycle's usage: what was carried over (结转), the account's balance, the add-on packs. */
export const ASKED_BESIDE = ["carried", "balance", "packs"] as const;
export const ASKED_ABOUT = ["usage", ...ASKED_BESIDE] as const;
export type AskedAbout = (typeof ASKED_ABOUT)[number];
export type AskedBeside = (typeof ASKED_BESIDE)[number];

/** A code, to whom it goes, and what is answered. */
export interface CarrierQuestion {
  /** Digits. */
  readonly to: string;
  readonly text: string;
  readonly source?: string;
  /** The first that fits counts. */
  readonly replies: readonly ReplyPattern[];
}

/** How a carrier is asked by SMS: by itself how much was used, in `beside` what else. */
export interface CarrierQuery extends CarrierQuestion {
  /** Numbers whose messages are this carrier's, asked or not. */
  readonly senders: readonly string[];
  /** The first digits of the IMSI (MCC and MNC) of its cards. */
  readonly imsi: readonly string[];
  readonly beside: Readonly<Partial<Record<AskedBeside, CarrierQuestion>>>;
}

/** Undefined: nobody knows how this carrier is asked that. */
export const questionAbout = (query: CarrierQuery, about: AskedAbout): CarrierQuestion | undefined =>
  about === "usage" ? query : query.beside[about];

/** What it can be asked, usage first. */
export const askableOf = (query: CarrierQuery): readonly AskedAbout[] =>
  ASKED_ABOUT.filter((about) => questionAbout(query, about) !== undefined);

/** The same number with the country's code: some networks put it before a service's number. */
export const isNumberOf = (sender: string, number: string): boolean => sender === number || sender === `+86${number}`;
