import type { SmsOrder, SmsReply } from "../ports/sms-requests.ts";
import type { Messages } from "./message-desk.ts";
import type { Heard } from "./scripted-source.ts";

/** 3GPP TS 27.005's own number for a text that does not fit. */
const UNFIT = 305;

/** A carrier that takes what a script says; nobody may be written to before it says so. */
export class ScriptedMessages implements Messages {
  readonly #hear: (heard: Heard) => void;
  readonly #fits: (text: string) => boolean;
  to: readonly string[] = [];
  perDay = 20;
  answer: SmsReply = { kind: "sent" };
  #reference = 0;

  /** `fits`: the text is one message, as the agent itself counts. */
  constructor(fits: (text: string) => boolean, hear: (heard: Heard) => void = () => undefined) {
    this.#fits = fits;
    this.#hear = hear;
  }

  prepare(order: SmsOrder): ReturnType<Messages["prepare"]> {
    if (!this.#fits(order.text)) return UNFIT;
    return {
      send: () => {
        this.#hear({ heard: "message", order, answer: this.answer.kind });
        if (this.answer.kind === "sent") this.#reference = (this.#reference + 1) % 256;
        return Promise.resolve(
          this.answer.kind === "sent" ? { kind: "sent", reference: this.#reference } : this.answer,
        );
      },
    };
  }
}
