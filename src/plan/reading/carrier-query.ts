import type { ReplyTemplate } from "./reply-template.ts";

/** What one reply looks like. */
export interface ReplyPattern {
  readonly template: ReplyTemplate;
  /** A text that holds one of these words is another kind of data than the plan's. */
  readonly unless: readonly string[];
  /** Where such a reply was seen; absent: an example, to be made to fit what really comes. */
  readonly source?: string;
}

/** How a carrier is asked by SMS how much was used, and what it answers. */
export interface CarrierQuery {
  /** Digits. */
  readonly to: string;
  readonly text: string;
  readonly source?: string;
  /** Numbers whose messages are this carrier's, asked or not. */
  readonly senders: readonly string[];
  /** The first digits of the IMSI (MCC and MNC) of its cards. */
  readonly imsi: readonly string[];
  /** The first that fits counts. */
  readonly replies: readonly ReplyPattern[];
}

/** The same number with the country's code: some networks put it before a service's number. */
export const isNumberOf = (sender: string, number: string): boolean => sender === number || sender === `+86${number}`;
