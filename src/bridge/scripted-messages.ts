import type { SmsOrder, SmsReply } from "../ports/sms-requests.ts";
import type { Messages } from "./message-desk.ts";
import type { Heard } from "./scripted-source.ts";

/** 3GPP TS 27.005's own number for a text that does not fit. */
const [UNFIT, MOST] = [305, 160];

/** A carrier that takes what a script says; nobody may be written to before it says so. */
export class ScriptedMessages implements Messages {
  readonly #hear: (heard: Heard) => void;
  to: readonly string[] = [];
  perDay = 20;
  answer: SmsReply = { kind: "sent" };
  #reference = 0;

  constructor(hear: (heard: Heard) => void = () => undefined) {
    this.#hear = hear;
  }

  prepare(order: SmsOrder): ReturnType<Messages["prepare"]> {
    if (order.text === "" || order.text.length > MOST) return UNFIT;
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
