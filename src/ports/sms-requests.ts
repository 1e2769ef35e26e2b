/** What became of a message. */
export type SmsReply =
  /** `reference`: the network's, where the modem told it. */
  | { readonly kind: "sent"; readonly reference?: number }
  /** By the modem or the network; `code` of `+CMS ERROR`, where one was told. */
  | { readonly kind: "refused"; readonly code?: number }
  /** Nobody said: it may have gone out. */
  | { readonly kind: "unsure" }
  /** It did not reach the modem in time, and does not go any more. */
  | { readonly kind: "untried" };

export interface SmsOrder {
  readonly to: string;
  readonly text: string;
  /** The port on which it was asked for. */
  readonly from: string;
}

/** Messages in the agent's own queue, one after the other. */
export interface SmsRequests {
  /**
   * What sends it, and never rejects; a number: the code of `+CMS ERROR` for which it cannot go now. Nothing has gone before `send` is
   * called; `wanted` is asked once its turn comes.
   */
  prepare(order: SmsOrder): { readonly send: (wanted: () => boolean) => Promise<SmsReply> } | number;
}
